"""The command line: what it says, where, in which colours, and with which exit code; never a traceback."""

import ctypes
import hashlib
import json
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factsheet import publish
from factsheet.cli import commands

FINE, REFUSED, USAGE, OUR_FAULT, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 4, 130
FACTSHEET = (sys.executable, "-m", "factsheet")
WRONG_FACT = "id: wrong\ntype: company\nnaem: Wrong Ltd\n"
COLOUR = "\x1b["
COMMANDS = {
    "accept": ("acme",),
    "build": (),
    "check": (),
    "diff": (),
    "export": (),
    "redact": ("acme", "--reason", "legal"),
    "release": (),
    "schema": (),
    "serve": (),
    "verify": (),
}
"""Each command, with what has to be typed behind it."""


@pytest.fixture
def toy(toy_site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the toy site, in which we are."""
    monkeypatch.chdir(toy_site)
    return toy_site


@pytest.fixture
def faultless(toy: Path) -> Path:
    """The folder of the toy site; its facts are one party, about which there is not even a warning."""
    facts = toy.parent / "toy_facts"
    for folder in facts.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    (facts / "entities").mkdir()
    (facts / "entities" / "acme.yml").write_text("id: acme\ntype: company\nname: Acme\n")
    return toy


@pytest.fixture
def wrong(faultless: Path) -> Path:
    """The folder of the toy site; one of its facts has a misspelt key, and so lacks a needed one."""
    (faultless.parent / "toy_facts" / "entities" / "wrong.yml").write_text(WRONG_FACT)
    return faultless


def run(*arguments: str) -> Result:
    """A command, run in this process."""
    return CliRunner().invoke(commands, arguments, prog_name="factsheet")


def run_apart(
    *arguments: str, environment: Mapping[str, str] | None = None, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command, run in a process of its own, without a terminal."""
    return subprocess.run(
        [*FACTSHEET, *arguments],
        env={"PATH": os.environ["PATH"], **(environment or {})},
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=60,
    )


def on_a_terminal(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """A command run on a terminal: its exit code and all that it shows."""
    ours, theirs = pty.openpty()
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": "120", **(environment or {})}
    process = subprocess.Popen([*FACTSHEET, *arguments], env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 4096):
            shown += data
    except OSError:
        # Linux says so when the last program has left a terminal.
        pass
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


def told(result: Result | subprocess.CompletedProcess[str], code: int) -> str:
    """What a command said of why it stopped, in its one line."""
    found = result.exit_code if isinstance(result, Result) else result.returncode
    assert (found, result.stdout) == (code, ""), result.stderr
    assert re.fullmatch(r"factsheet: .+\n", result.stderr), result.stderr
    return result.stderr.removeprefix("factsheet: ").rstrip("\n")


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found.update(f"{path.relative_to(folder)}\0".encode() + (path.read_bytes() if path.is_file() else b"\0"))
    return found.hexdigest()


# What goes well


def test_check_says_how_many_facts_it_has_checked(faultless: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (FINE, "1 facts checked, nothing is wrong\n", "")


def test_build_says_where_the_site_is(toy: Path) -> None:
    result = run("build", "--verify", "-d", "public/sheet")
    assert (result.exit_code, result.stderr) == (FINE, "")
    assert re.fullmatch(r"\d+ pages of facts in public/sheet/\n", result.stdout)
    assert (toy / "public" / "sheet" / "entities" / "acme" / "index.html").is_file()


def test_build_with_other_facts_builds_these(toy: Path) -> None:
    (toy.parent / "toy_facts").rename(toy / "elsewhere")
    assert run("build", "--facts", "elsewhere").exit_code == FINE


def test_schema_writes_a_file_for_each_kind_and_says_which(toy: Path) -> None:
    result = run("schema", "-o", "schemas")
    assert result.exit_code == FINE
    assert sorted(result.stdout.split()) == sorted(str(path.relative_to(toy)) for path in (toy / "schemas").iterdir())


@pytest.mark.slow
def test_the_configuration_can_be_named_from_elsewhere(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy.parent)
    assert run("check", "--config-file", "toy_site/mkdocs.yml").exit_code == FINE
    assert run("build", "-f", "toy_site/mkdocs.yml").stdout.endswith("pages of facts in toy_site/site/\n")


def test_python_runs_the_package_too(toy: Path) -> None:
    assert run_apart("check").stdout == run("check").stdout


@pytest.mark.parametrize("command", ["check", "build"])
def test_quiet_commands_say_nothing_when_all_is_well(faultless: Path, command: str) -> None:
    result = run(command, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (FINE, "", "")


def test_a_quiet_check_says_what_is_wrong(wrong: Path) -> None:
    assert run("check", "-q").stdout == run("check").stdout != ""


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == FINE
    assert re.search(rf"\n  Example:\n    factsheet {command} .*\n", result.stdout)


def test_help_lists_the_commands() -> None:
    result = run("--help")
    assert re.findall(r"^  ([a-z]+) ", result.stdout.partition("Commands:")[2], re.MULTILINE) == sorted(COMMANDS)


def test_the_version_is_the_packages() -> None:
    assert re.fullmatch(r"factsheet, version \d+\.\d+\.\d+\n", run("--version").stdout)


# Wrong facts


def test_wrong_facts_are_listed_with_their_places(wrong: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (REFUSED, "")
    assert result.stdout == (
        "../toy_facts/entities/wrong.yml:1:1: error FS202: the key 'name' is missing\n"
        "    1 | id: wrong\n"
        "      | ^ add a line name: with its value\n"
        "../toy_facts/entities/wrong.yml:3:1: error FS201: there is no key 'naem' here\n"
        "    3 | naem: Wrong Ltd\n"
        "      | ^^^^ did you mean 'name'?\n"
        "2 errors, 0 warnings\n"
    )


def test_the_same_problems_are_told_to_people_programs_and_pull_requests(wrong: Path) -> None:
    text, data, annotations = (run("check", "--format", form) for form in ("text", "json", "github"))
    assert text.exit_code == data.exit_code == annotations.exit_code == REFUSED
    told = [(p["path"], str(p["line"]), p["code"], p["message"]) for p in json.loads(data.stdout)["problems"]]
    assert told == [
        ("../toy_facts/entities/wrong.yml", "1", "FS202", "the key 'name' is missing"),
        ("../toy_facts/entities/wrong.yml", "3", "FS201", "there is no key 'naem' here"),
    ]
    assert re.findall(r"^(\S+?):(\d+):\d+: error (FS\d+): (.*)$", text.stdout, re.MULTILINE) == told
    annotated = re.findall(
        r"^::error file=(.*?),line=(\d+),col=\d+,title=(FS\d+)::(.*?): ", annotations.stdout, re.MULTILINE
    )
    assert annotated == told


@pytest.mark.parametrize(
    ("form", "said"),
    [("text", " facts checked, nothing is wrong\n"), ("json", '{\n  "problems": []\n}\n'), ("github", "")],
)
def test_right_facts_have_no_problems_in_any_form(faultless: Path, form: str, said: str) -> None:
    result = run("check", "--format", form)
    assert result.exit_code == FINE
    assert result.stdout.endswith(said)
    assert bool(result.stdout) == bool(said)


def test_a_warning_refuses_nothing(toy: Path) -> None:
    source = toy.parent / "toy_facts" / "sources" / "gazette-2024-17.yml"
    source.write_text(source.read_text().replace("issued: 2024-05-03", "issued: 2019-05-03"))
    result = run("check")
    assert (result.exit_code, result.stderr) == (FINE, "")
    assert re.search(r"warning FS303: .*\n(.*\n)*0 errors, [1-9]\d* warnings?\n", result.stdout)
    assert run("build").exit_code == FINE


def test_a_build_refuses_wrong_facts_and_leaves_the_old_site(toy: Path) -> None:
    assert run("build").exit_code == FINE
    old = digest(toy / "site")
    file = toy.parent / "toy_facts" / "entities" / "wrong.yml"
    file.write_text(WRONG_FACT)
    result = run("build")
    assert (result.exit_code, result.stdout) == (REFUSED, "")
    assert result.stderr == run("check").stdout
    assert digest(toy / "site") == old
    file.unlink()
    assert run("build").exit_code == FINE
    assert digest(toy / "site") == old


@pytest.mark.slow
def test_mkdocs_refuses_wrong_facts_and_leaves_the_old_site(toy: Path) -> None:
    assert run("build").exit_code == FINE
    old = digest(toy / "site")
    (toy.parent / "toy_facts" / "entities" / "wrong.yml").write_text(WRONG_FACT)
    built = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], capture_output=True, text=True)
    assert built.returncode == REFUSED
    assert run("check").stdout in built.stdout + built.stderr
    assert "Traceback" not in built.stdout + built.stderr
    assert digest(toy / "site") == old


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_folder_without_facts_is_refused(toy: Path, command: str) -> None:
    (toy / "empty").mkdir()
    result = run(command, "--facts", "empty")
    assert result.exit_code == REFUSED
    assert "empty: error FS110: there is no record in this folder\n" in result.output
    assert not (toy / "site").exists()


# Wrong usage


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], *([command, "--nonsense"] for command in COMMANDS)]
)
def test_what_the_command_line_does_not_know_is_wrong_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert re.fullmatch(
        r"Usage: factsheet .*\nTry 'factsheet .*' for help\.\n\nError: No such .*nonsense'\..*\n", result.stderr
    )


def test_a_form_of_output_that_is_not_there_is_wrong_usage(toy: Path) -> None:
    result = run("check", "--format", "xml")
    assert result.exit_code == USAGE
    assert "'xml' is not one of 'text', 'json', 'github'" in result.stderr


CONFIGURATIONS = {
    "site_name: [": "while parsing a flow node",
    "only words": "Expected a key-value mapping",
    "": "'site_name'",
    "site_name: a\ndocs_dir: content\nplugins: [search]": "does not name the plugin factsheet; add it under plugins:",
    "site_name: a\ndocs_dir: content\nplugins: [fact-sheet]": '"fact-sheet" plugin is not installed',
    "site_name: a\ndocs_dir: nowhere\nplugins: [factsheet]": "nowhere' isn't an existing directory",
    "site_name: a\ndocs_dir: content\nplugins: [{factsheet: {facts: [a]}}]": "option 'facts': Expected type",
}


@pytest.mark.parametrize("command", ["check", "build", "serve"])
@pytest.mark.parametrize(("configuration", "reason"), CONFIGURATIONS.items())
def test_a_broken_configuration_is_told_in_one_line(toy: Path, command: str, configuration: str, reason: str) -> None:
    (toy / "mkdocs.yml").write_text(configuration)
    assert reason in told(run(command), USAGE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_configuration_is_told_in_one_line(toy: Path, command: str) -> None:
    assert (
        told(run(command, *COMMANDS[command], "-f", "nowhere.yml"), USAGE)
        == "Config file 'nowhere.yml' does not exist."
    )


def test_a_misspelt_option_of_the_plugin_is_named(toy: Path) -> None:
    (toy / "mkdocs.yml").write_text("site_name: a\ndocs_dir: content\nplugins: [{factsheet: {fact: a}}]")
    assert "Unrecognised configuration name: fact" in told(run("build"), USAGE)


def test_an_address_that_is_none_is_wrong_usage(toy: Path) -> None:
    assert "'dev_addr'" in told(run("serve", "-a", "nonsense"), USAGE)


def test_a_broken_template_of_the_site_is_named_with_its_line(toy: Path) -> None:
    template = toy / "site_config" / "templates" / "entities.jinja"
    template.parent.mkdir(parents=True)
    template.write_text("{# a remark #}\n{% macro body(view) %}\n{{ view.nmae }}{% endmacro %}\n")
    assert re.search(r"/site_config/templates/entities\.jinja:3: .*'nmae'", told(run("build"), USAGE))
    template.write_text("\n{% macro %}")
    assert re.search(r"/site_config/templates/entities\.jinja:2: ", told(run("build"), USAGE))
    template.unlink()
    template.with_name("parts.jinja").write_text("{# no macros #}")
    assert re.search(r"/templates/[a-z]+\.jinja:\d+: .* no attribute ", told(run("build"), USAGE))
    assert not (toy / "site").exists()


def test_a_page_that_is_not_text_is_refused(toy: Path) -> None:
    (toy / "content" / "about.md").write_bytes(b"# About\n\xff\xfe")
    assert "not text in UTF-8" in told(run("build"), USAGE)


# The machine


@pytest.mark.parametrize("command", ["check", "build", "schema"])
def test_a_missing_folder_of_facts_is_told_in_one_line(toy: Path, command: str) -> None:
    assert told(run(command, "--facts", "nowhere"), ENVIRONMENT) == "No such file or directory: nowhere"


@pytest.mark.parametrize("command", ["check", "build", "schema"])
def test_facts_that_are_no_folder_are_told_in_one_line(toy: Path, command: str) -> None:
    assert told(run(command, "--facts", "mkdocs.yml"), ENVIRONMENT) == "Not a directory: mkdocs.yml"


def without_rights() -> None:
    """Takes from root what lets it pass by the modes of files; anybody else has no such right."""
    if os.geteuid() == 0:
        pr_capbset_drop, dac_override, dac_read_search = 24, 1, 2
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (dac_override, dac_read_search):
            if libc.prctl(pr_capbset_drop, capability, 0, 0, 0) != 0:
                raise OSError(ctypes.get_errno(), "prctl")


@pytest.mark.parametrize("command", ["check", "build"])
def test_facts_that_may_not_be_read_are_told_in_one_line(toy: Path, command: str) -> None:
    facts = toy.parent / "toy_facts"
    facts.chmod(0)
    try:
        said = told(run_apart(command, before=without_rights), ENVIRONMENT)
    finally:
        facts.chmod(0o755)
    assert said == "Permission denied: ../toy_facts"


def test_a_folder_that_may_not_be_written_to_is_told_in_one_line(toy: Path) -> None:
    (toy / "public").mkdir(0o555)
    said = told(run_apart("build", "-d", "public/site", before=without_rights), ENVIRONMENT)
    assert said == "cannot write here, where the new site is built beside the old one (Permission denied): public"


def test_a_full_disk_is_told_in_one_line_and_leaves_nothing(toy: Path, small_disk: Callable[[int], Path]) -> None:
    disk = small_disk(300_000)
    largest = 100_000
    limit = None if disk.is_mount() else partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest, largest))
    said = told(run_apart("build", "-d", str(disk / "site"), before=limit), ENVIRONMENT)
    assert said.startswith("No space left on device" if disk.is_mount() else "File too large")
    assert list(disk.iterdir()) == []


def test_a_site_that_another_build_holds_is_told_in_one_line(toy: Path) -> None:
    publication = publish.begin(toy / "site")
    try:
        assert told(run("build"), ENVIRONMENT) == f"another build of {toy / 'site'} is running: wait for its end"
    finally:
        publish.abandon(publication)
    assert run("build").exit_code == FINE


def test_a_site_that_is_a_link_is_refused(toy: Path) -> None:
    (toy / "elsewhere").mkdir()
    (toy / "site").symlink_to("elsewhere")
    assert told(run("build"), ENVIRONMENT) == f"{toy / 'site'} is a symbolic link: name the folder itself"
    assert list((toy / "elsewhere").iterdir()) == []


def test_a_folder_of_somebody_elses_files_is_refused(toy: Path) -> None:
    (toy / "site").mkdir()
    (toy / "site" / "thesis.txt").write_text("the only copy")
    assert "holds files that no build of factsheet has made" in told(run("build"), ENVIRONMENT)
    assert (toy / "site" / "thesis.txt").read_text() == "the only copy"


def test_output_that_nobody_takes_is_no_fault_of_the_facts(wrong: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*FACTSHEET, "check"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (ENVIRONMENT, "factsheet: No space left on device\n")


def test_an_interrupted_build_says_so_and_leaves_nothing(toy: Path) -> None:
    process = subprocess.Popen([*FACTSHEET, "build"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list(toy.glob(".site.factsheet-new/*")):
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    said, complaint = process.communicate(timeout=60)
    assert (process.returncode, said, complaint) == (INTERRUPTED, "", "factsheet: interrupted\n")
    assert not list(toy.glob("*site*"))


# Our own faults


def test_a_fault_of_the_tool_never_looks_like_one_of_the_facts(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.mkdocs_plugin.index_plans", lambda _dataset: 1 / 0)
    result = run("build")
    assert result.exit_code == OUR_FAULT
    assert result.stderr.endswith(
        "factsheet: ZeroDivisionError (this is a fault of the tool; please report the lines above)\n"
    )
    assert not (toy / "site").exists()


def test_a_lost_page_is_a_fault_of_the_tool(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.tree.Tree._lost", lambda _self: iter(["a leads to b, which is not there"]))
    assert (
        told(run("build"), OUR_FAULT)
        == "a leads to b, which is not there (this is a fault of the tool; please report it)"
    )


# Colours and progress


def test_a_terminal_has_colours_and_a_pipe_has_none(wrong: Path) -> None:
    code, shown = on_a_terminal("check")
    piped = run_apart("check").stdout
    assert (code, COLOUR in shown, COLOUR in piped) == (REFUSED, True, False)
    assert re.sub(r"\x1b\[\d*m", "", shown).replace("\r\n", "\n") == piped


def test_no_colour_where_the_reader_wants_none(wrong: Path) -> None:
    assert COLOUR not in on_a_terminal("check", environment={"NO_COLOR": "1"})[1]


def test_a_refused_build_has_colours_on_a_terminal_too(wrong: Path) -> None:
    assert COLOUR in on_a_terminal("build", environment={"NO_COLOR": ""})[1]


@pytest.mark.slow
def test_progress_is_shown_on_a_terminal_unless_the_build_is_to_be_quiet(toy: Path) -> None:
    code, shown = on_a_terminal("build")
    assert (code, "writing pages" in shown) == (FINE, True)
    assert on_a_terminal("build", "--quiet") == (FINE, "")

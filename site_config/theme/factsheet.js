/* Keeps single letters from being commands; copies citations; filters and sorts the list of an index, with what is chosen in the address. */
"use strict";

// The theme takes single letters for commands, which can be hit by chance or by voice, and cannot be turned off (WCAG 2.1.4).
window.addEventListener("keydown", (event) => {
  const isTyped = event.target.matches?.("input, select, textarea");
  if (event.key.length === 1 && !isTyped && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopImmediatePropagation();
}, { capture: true });

// A browser gives the clipboard to pages that came over https or from this machine alone.
for (const box of navigator.clipboard ? document.querySelectorAll(".fs-cite-this") : []) {
  const status = Object.assign(document.createElement("p"), { role: "status" });
  for (const link of box.querySelectorAll("a[download]")) {
    const name = link.textContent;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy", ariaLabel: `Copy ${name}` });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(decodeURIComponent(link.href.slice(link.href.indexOf(",") + 1)));
      status.textContent = `${name} copied`;
    });
    link.after(" ", button);
  }
  box.append(status);
}

(() => {
  const list = document.querySelector(".fs-index--whole");
  if (!list) return;

  const jumps = document.querySelector(".fs-jumps");
  const pages = document.querySelector(".fs-pages");
  const pageLinks = [...document.querySelectorAll(".fs-pages ol a")];
  const { most, ...facets } = list.dataset;
  const byName = new Intl.Collator(document.documentElement.lang, { ignorePunctuation: true, numeric: true }).compare;

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const readRow = (element) => {
    const badges = (facet) => Array.from(element.querySelectorAll(`.fs-badge--${facet}`), (badge) => badge.textContent);
    return {
      element,
      text: fold(element.textContent),
      name: element.querySelector("a").textContent,
      day: element.querySelector("time")?.dateTime ?? "",
      number: Number(element.querySelector("data")?.value ?? 0),
      badges: Object.fromEntries(Object.keys(facets).map((facet) => [facet, badges(facet)])),
    };
  };

  const ownRows = Array.from(list.children, readRow);
  const atRest = pageLinks.length ? "Filter and sort look through all pages" : `${ownRows.length} of ${ownRows.length} shown`;
  let rows = ownRows;
  let isWhole = pageLinks.length === 0;
  let isArranged = false;
  let reading;

  // The theme takes `q` for itself: it would open its own search.
  const filter = make("input", { type: "search", name: "filter" });
  const choices = Object.keys(facets).map((facet) => make("select", { name: facet }));
  const sort = make("select", { name: "sort" });
  const controls = [filter, ...choices, sort];
  const reset = make("button", { type: "button" }, "Reset");
  const status = make("p", { role: "status" }, atRest);
  const form = make(
    "form",
    { className: "fs-filter", role: "search", ariaLabel: "Filter and sort this list", autocomplete: "off" },
    make("label", {}, "Filter", filter),
    ...choices.map((select) => make("label", {}, facets[select.name], select)),
    make("label", {}, "Sort", sort),
    reset,
    status,
  );

  const choose = (control, value) => {
    control.value = value;
    if (control.selectedIndex < 0) control.selectedIndex = 0;
  };

  const fill = (select, options) => {
    const chosen = select.value;
    select.replaceChildren(...options.map(([value, label]) => new Option(label, value)));
    choose(select, chosen);
  };

  const orders = {
    name: (a, b) => byName(a.name, b.name),
    newest: (a, b) => (a.day < b.day) - (a.day > b.day),
    // "~" comes after every digit: an undated row is the last in both directions.
    oldest: (a, b) => ((a.day || "~") > (b.day || "~")) - ((a.day || "~") < (b.day || "~")),
    most: (a, b) => b.number - a.number,
  };

  const offer = () => {
    for (const select of choices) {
      const values = [...new Set(rows.flatMap((row) => row.badges[select.name]))].sort(byName);
      fill(select, [["", "All"], ...values.map((value) => [value, value])]);
      select.parentElement.hidden = values.every((value) => rows.every((row) => row.badges[select.name].includes(value)));
    }
    const dated = rows.some((row) => row.day) ? [["newest", "Newest first"], ["oldest", "Oldest first"]] : [];
    const counted = rows.some((row) => row.number) ? [["most", most]] : [];
    fill(sort, [["", "As listed"], ["name", "Name"], ...dated, ...counted]);
  };

  const fetchRows = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return Array.from(page.querySelectorAll(".fs-index--whole > li"), (element) => {
      for (const link of element.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), address);
      return readRow(document.adoptNode(element));
    });
  };

  const readPages = async () => {
    try {
      const parts = pageLinks.map((link) => (link.hasAttribute("aria-current") ? ownRows : fetchRows(link.href)));
      rows = (await Promise.all(parts)).flat();
      isWhole = true;
      offer();
    } catch {
      // Offline, or opened as a file: the rows of this page are still there.
    }
  };
  const readOtherPages = () => (reading ??= isWhole ? Promise.resolve() : readPages());

  const isActive = () => controls.some((control) => control.value.trim());

  const arrange = () => {
    const active = isActive();
    if (!active && !isArranged) return;
    const arranged = active ? [...rows] : ownRows;
    const words = fold(filter.value).split(/\s+/);
    for (const row of arranged) {
      const hasChosen = choices.every((select) => !select.value || row.badges[select.name].includes(select.value));
      row.element.hidden = !hasChosen || !words.every((word) => row.text.includes(word));
    }
    if (sort.value) arranged.sort(orders[sort.value]);
    list.replaceChildren(...arranged.map((row) => row.element));
    if (jumps) jumps.hidden = active;
    if (pages) pages.hidden = active && isWhole;
    const shown = arranged.filter((row) => !row.element.hidden).length;
    const where = isWhole ? "" : "; only this page was looked through";
    status.textContent = active ? `${shown} of ${arranged.length} shown${where}` : atRest;
    isArranged = active;
  };

  const writeAddress = () => {
    const address = new URL(location.href);
    for (const { name, value } of controls) {
      if (value.trim()) address.searchParams.set(name, value.trim());
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
  };

  const followChoice = async () => {
    if (isActive()) await readOtherPages();
    arrange();
    writeAddress();
  };

  const followAddress = async () => {
    const given = new URL(location.href).searchParams;
    if (controls.some((control) => given.has(control.name))) await readOtherPages();
    for (const control of controls) choose(control, given.get(control.name) ?? "");
    arrange();
  };

  form.addEventListener("input", followChoice);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusin", readOtherPages, { once: true });
  reset.addEventListener("click", () => {
    for (const control of controls) choose(control, "");
    filter.focus();
    followChoice();
  });
  window.addEventListener("popstate", followAddress);

  offer();
  (jumps ?? list).before(form);
  followAddress();
})();

// The citation of a record, as a line and in four formats, each as an address that holds it.
import { createHash } from "node:crypto";
import { sources } from "./facts.js";
import { html } from "./html.js";
import { headingOf, kept, spoken } from "./parts.js";

const SITE = "Benchmark";
const STATUS = "this version is not released yet";
const NOUNS = { entities: "party", sources: "source", allegations: "allegation", quotes: "quote" };
const COPIED = { "hosted-copy": "copy", reprint: "reprint", "machine-rewording": "machine rewording" };
const BIBTEX = { "article-newspaper": "article", report: "report", webpage: "online" };
const RIS = { "article-newspaper": "NEWS", report: "RPRT", webpage: "ELEC" };

const held = (text) => encodeURI(text).replaceAll("#", "%23").replaceAll("&", "%26").replaceAll("?", "%3F");
const tex = (text) => String(text).replace(/[&%$#_{}]/g, "\\$&");
const supports = ({ bearing }) => (bearing ?? "supports") === "supports";

const cited = kept((id) => {
  const s = sources.get(id);
  const isSupplied = (s.supplied ?? []).includes("page");
  const page = isSupplied ? `[${s.page}]` : s.page;
  const notes = (s.origins ?? [])
    .filter(({ how }) => COPIED[how])
    .map(({ from, how, source }) => `${COPIED[how]} of ${source ? `“${sources.get(source).title}”` : `a text from ${from}`}`);
  const authors = s.author.map(({ family, given }) => `${given} ${family}`).join(" and ");
  const copies = notes.map((note) => `; ${note}`).join("");
  const line = `${authors}, “${s.title}”, ${s.container_title} ${s.volume}, ${s.number}, page ${page}, ${s.publisher}, ${spoken(s.issued)}${copies}. ${s.url}. Archived copy: ${s.archived.url} (${spoken(s.archived.on)}).`;
  return {
    line,
    isPrimary: s.nature === "primary",
    text: held(line),
    bibtex: held(bibtexOf(s, page, isSupplied, notes)),
    ris: held(risOf(s, page, isSupplied, notes)),
    csl: held(JSON.stringify(cslOf(s, page, notes))),
  };
});

function fieldsOf(pairs) {
  return pairs.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`).join("");
}

function bibtexOf(s, page, isSupplied, notes) {
  const sort = BIBTEX[s.type];
  const container = `{${tex(s.container_title)}}`;
  const publisher = `{${tex(s.publisher)}}`;
  const noted = [
    ...(sort === "article" ? [s.number] : []),
    ...notes,
    ...(isSupplied ? ["not printed in the source: pages"] : []),
    `Archived copy: ${s.archived.url}`,
  ];
  const fields = fieldsOf([
    ["entrysubtype", sort === "article" && "newspaper"],
    ["author", s.author.map(({ family, given }) => `{${tex(family)}}, ${tex(given)}`).join(" and ")],
    ["title", `{${tex(s.title)}}`],
    ["journal", sort !== "online" && container],
    ["volume", s.volume],
    ["number", sort !== "article" && tex(s.number)],
    ["pages", page],
    sort === "online"
      ? ["organization", `${container} and ${publisher}`]
      : [sort === "report" ? "institution" : "publisher", publisher],
    ["date", s.issued],
    ["year", s.issued.slice(0, 4)],
    ["langid", s.language],
    ["url", s.url],
    ["note", tex(noted.join("; "))],
  ]);
  return `@${sort}{${s.id},\n${fields}}\n`;
}

const linesOf = (pairs) => pairs.filter(([, value]) => value !== undefined).map(([tag, value]) => `${tag}  - ${value}\r\n`).join("");

function risOf(s, page, isSupplied, notes) {
  return linesOf([
    ["TY", RIS[s.type]],
    ["ID", s.id],
    ...s.author.map(({ family, given }) => ["AU", `${family}, ${given}`]),
    ["TI", s.title],
    ["T2", s.container_title],
    ["VL", s.volume],
    ["M1", s.number],
    ["SP", page],
    ["PB", s.publisher],
    ["PY", s.issued.slice(0, 4)],
    ["DA", `${s.issued.replaceAll("-", "/")}/`],
    ["LA", s.language],
    ["UR", s.url],
    ["AV", s.archived.url],
    ...notes.map((note) => ["N1", note]),
    ["N1", isSupplied ? "not printed in the source: pages" : undefined],
    ["ER", ""],
  ]);
}

function cslOf(s, page, notes) {
  return {
    URL: s.url,
    archive_location: s.archived.url,
    author: s.author,
    "container-title": s.container_title,
    custom: { archived: s.archived.on, supplied: s.supplied },
    id: s.id,
    issued: { "date-parts": [s.issued.split("-").map(Number)] },
    language: s.language,
    note: notes.join("; ") || undefined,
    number: s.number,
    page,
    publisher: s.publisher,
    title: s.title,
    type: s.type,
    volume: String(s.volume),
  };
}

// The source that stands for a record, the first of the nearest ones, and how many sources support the record.
function basisOf(r, kind) {
  if (kind === "sources") return { among: 1, source: r.id };
  const statements = kind === "entities" ? [...r.names, ...r.properties, ...(r.part_of ?? [])] : [r];
  const own = (kind === "entities" ? r.names : [r]).flatMap(({ citations }) => citations).filter(supports);
  const distance = ({ difference, source }) => (difference ? 2 : 0) + (sources.get(source).nature === "primary" ? 0 : 1);
  const nearest = own.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  const all = statements.flatMap(({ citations }) => citations).filter(supports);
  return { among: new Set(all.map(({ source }) => source)).size, source: nearest.source };
}

function wordOf(isPrimary, among) {
  if (among > 1) return isPrimary ? `Primary source, one of ${among} sources:` : `One of ${among} sources:`;
  return isPrimary ? "Primary source:" : "Source:";
}

export function cite(r, kind, address) {
  const noun = NOUNS[kind];
  const title = kind === "quotes" ? headingOf(r) : (r.short_name ?? r.title);
  const id = `${kind === "entities" ? "entity" : noun}-${r.id}`;
  const note = `content hash sha256:${createHash("sha256").update(JSON.stringify(r)).digest("hex")}`;
  const language = kind === "sources" ? r.language : undefined;
  const { among, source } = basisOf(r, kind);
  const basis = cited(source);
  const quoted = title.replaceAll("“", "‘").replaceAll("”", "’");
  const line = `“${quoted}” (${noun}), ${SITE}, ${STATUS}; ${note}. ${address}. ${wordOf(basis.isPrimary, among)}`;
  const bibtex = fieldsOf([
    ["title", `{${tex(title)}}`],
    ["organization", `{${SITE}}`],
    ["type", noun],
    ["pubstate", STATUS],
    ["langid", language],
    ["url", address],
    ["note", note],
  ]);
  const ris = linesOf([
    ["TY", "ELEC"],
    ["ID", id],
    ["TI", title],
    ["T2", SITE],
    ["M3", noun],
    ["LA", language],
    ["UR", address],
    ["N1", STATUS],
    ["N1", note],
    ["ER", ""],
  ]);
  const csl = { URL: address, "container-title": SITE, genre: noun, id, language, note, status: STATUS, title, type: "entry" };
  const file = (text) => `data:text/plain;charset=utf-8,${text}`;
  return html`<details class="fs-cite-this">
<summary>Cite this</summary>
<p class="fs-cite-this__line">${line} ${basis.line} Accessed [date].</p>
<p>As a file:</p>
<ul>
<li><a href="${file(`${held(line)}%20${basis.text}%20Accessed%20%5Bdate%5D.%0A`)}" download="${r.id}.txt">text</a></li>
<li><a href="${file(`${held(`@online{${id},\n${bibtex}}\n`)}%0A${basis.bibtex}`)}" download="${r.id}.bib">BibTeX</a></li>
<li><a href="${file(`${held(ris)}${basis.ris}`)}" download="${r.id}.ris">RIS</a></li>
<li><a href="${file(`%5B%0A${held(JSON.stringify(csl))},%0A${basis.csl}%0A%5D%0A`)}" download="${r.id}.json">CSL-JSON</a></li>
</ul>
</details>
`;
}

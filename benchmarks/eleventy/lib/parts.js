// What stands on pages of several kinds. What is the same wherever it stands is made once.
import { entities, allegations, lists, quotes, sources } from "./facts.js";
import { html, joined } from "./html.js";
import { originOf } from "./origin.js";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const COPIES = ["reprint", "hosted-copy", "machine-rewording"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export function kept(make) {
  const made = new Map();
  return (key, ...further) => {
    if (!made.has(key)) made.set(key, make(key, ...further));
    return made.get(key);
  };
}

export function spoken(day) {
  const [year, month, date] = String(day).split("-");
  return date ? `${Number(date)} ${MONTHS[month - 1]} ${year}` : String(day);
}

export const date = kept((day) => html`<time datetime="${day}">${spoken(day)}</time>`);

const badges = Object.fromEntries(
  Object.entries(lists).map(([list, terms]) => [
    list,
    kept((value) => {
      const { definition, label } = terms[value];
      return html`<span class="fs-badge fs-badge--${list}" title="${definition}">${label}</span>`;
    }),
  ]),
);
export const badge = (list, value) => badges[list](value);
export const lower = (list, value) => lists[list][value].label.toLowerCase();

export function shortened(text, most) {
  const signs = [...text];
  return signs.length > most ? signs.slice(0, most).join("").replace(/\s+\S*$/, "") : text;
}

export const nameOf = (id) => entities.get(id).short_name;

export function headingOf(q) {
  const short = shortened(q.text, 60);
  return `${nameOf(q.speaker)}: ${q.form === "reported" ? short : `“${short}”`}${short === q.text ? "" : " …"}`;
}

export const makersOf = (a) => a.made_by.map(nameOf).join(", ");

export const link = kept((id) => {
  if (entities.has(id)) return html`<a href="/entities/${id}/"><bdi>${nameOf(id)}</bdi></a>`;
  if (allegations.has(id)) return html`<a href="/allegations/${id}/"><bdi>${allegations.get(id).title}</bdi></a>`;
  if (sources.has(id)) {
    const { language, title } = sources.get(id);
    return html`<a href="/sources/${id}/" lang="${language}"><bdi>${title}</bdi></a>`;
  }
  const q = quotes.get(id);
  const short = shortened(q.text, 60);
  const words = q.form === "reported" ? html`<span lang="${q.lang}">${short}</span>` : html`<q lang="${q.lang}">${short}</q>`;
  return html`<a href="/quotes/${id}/"><bdi>${nameOf(q.speaker)}</bdi>: ${words}${short === q.text ? "" : " …"}</a>`;
});

export const links = (ids) => joined(ids.map((id) => link(id)), ", ");

export const sourceLine = kept((id) => {
  const { issued, publisher } = sources.get(id);
  return html`${link(id)}, ${publisher}, ${date(issued)}`;
});

export const isCopy = (id) => (sources.get(id).origins ?? []).some(({ how }) => COPIES.includes(how));

const standing = kept((id) => {
  const s = sources.get(id);
  const origins = (s.origins ?? []).map(
    ({ from, how, source }) => html`${lower("origin", how)}: ${source ? sources.get(source).title : from}; `,
  );
  return html`${badge("nature", s.nature)}${isCopy(id) && html` <span class="fs-badge fs-badge--copy">a copy</span>`} <span class="fs-remark">${origins}${lower("reading", s.reading)}</span> <a class="fs-out" href="${s.url}" rel="nofollow noopener noreferrer ugc">${new URL(s.url).host}</a>`;
});

export const permalink = (id) => html`<a class="headerlink" href="#${id}" title="Permanent link">#</a>`;

// The marks, citations and parts of a page under way.
export class Marks {
  sections = [];
  entries = new Map();
  times = new Map();

  section(id, title) {
    this.sections.push({ id, title });
    return html`<h2 id="${id}">${title}${permalink(id)}</h2>\n`;
  }

  cites(citations) {
    return citations.map((citation) => {
      const place = this.place(citation);
      const time = (this.times.get(place.label) ?? 0) + 1;
      this.times.set(place.label, time);
      const label = citation.bearing ? `${lists.bearing[citation.bearing].label} ${place.label}` : place.label;
      const title = `${sources.get(citation.source).publisher}, ${citation.at}`;
      return html`<sup class="fs-cite" id="mark-${place.label}-${time}"><a href="#citation-${place.label}" title="${title}">${label}</a></sup>`;
    });
  }

  place({ at, exact, source }) {
    if (!this.entries.has(source)) this.entries.set(source, { number: this.entries.size + 1, places: new Map() });
    const { number, places } = this.entries.get(source);
    const key = `${at} ${exact ?? ""}`;
    if (!places.has(key)) {
      const letter = places.size ? (LETTERS[places.size] ?? `z${places.size + 1}`) : "";
      places.set(key, { at, exact, label: `${number}${letter}`, letter });
    }
    return places.get(key);
  }

  citations() {
    if (!this.entries.size) return "";
    const items = [...this.entries].map(([source, { places }]) => {
      const found = [...places.values()].map(({ at, exact, label, letter }) => {
        const times = this.times.get(label);
        const back = Array.from(
          { length: times },
          (_, time) =>
            html` <a class="fs-back" href="#mark-${label}-${time + 1}" aria-label="back to mark ${label}, ${time + 1}">↑${times > 1 && time + 1}</a>`,
        );
        const words = exact && html`: <q lang="${sources.get(source).language}">${exact}</q>`;
        return html`<div class="fs-place" id="citation-${label}">${letter && html`<b>${letter}</b> `}${at}${words}${back}</div>\n`;
      });
      return html`<li>${sourceLine(source)} ${standing(source)}\n${found}</li>\n`;
    });
    return html`${this.section("citations", "Citations")}<ol class="fs-citations">\n${items}</ol>\n`;
  }
}

export function witnesses(citations, areStored) {
  const ids = [...new Set(citations.filter((one) => (one.bearing ?? "supports") === "supports").map(({ source }) => source))];
  const origins = ids.map(originOf);
  const ends = new Set(origins.flatMap((origin) => origin.ends));
  const count = Math.min(new Set(origins.map(({ stands }) => stands)).size, ends.size);
  const documents = new Set(origins.map(({ document }) => document));
  let text = "no source that counts";
  if (ids.length > 1 && documents.size === 1 && origins[0].document) text = `${ids.length} prints of one document`;
  else if (ids.length > 1) {
    text = `${ids.length} sources, at most ${count} independent ${count === 1 ? "origin" : "origins"}, as far as the sources say`;
  } else if (ids.length) text = `1 source${isCopy(ids[0]) ? ", a copy" : ""}`;
  return html` <span class="fs-remark">${text}${!areStored && "; words not stored"}</span>`;
}

export function evidence(citations, marks) {
  const remark = citations.length > 1 ? witnesses(citations) : html` <span class="fs-remark">words not stored</span>`;
  return html`${marks.cites(citations)}${remark}`;
}

export function remarks(s) {
  return html`${s.as_of && html` <span class="fs-remark">as of ${date(s.as_of)}</span>`}${s.from && html` <span class="fs-remark">since ${date(s.from)}</span>`}${s.note && html`<div class="fs-note"><p>${s.note}</p></div>`}`;
}

const saying = kept((id) => {
  const q = quotes.get(id);
  const isReported = q.form === "reported";
  const setting = lower("setting", q.setting);
  return {
    said: html`${link(q.speaker)}${q.capacity && `, ${q.capacity}`}, ${date(q.said_on)}${q.said_to && html`, to ${link(q.said_to)}`}, ${setting}.${isReported && html` ${badge("form", q.form)}`}`,
    witnesses: witnesses(q.citations, !isReported),
  };
});

export function words(q, marks, { id, isOwn } = {}) {
  const isReported = q.form === "reported";
  const made = saying(q.id);
  const text = isReported
    ? html`<p class="fs-quote__reported" lang="${q.lang}" dir="auto">${q.text}</p>`
    : html`${q.lead_in && html`<p class="fs-quote__lead">${q.lead_in}</p>\n`}<blockquote lang="${q.lang}" dir="auto"><p>${q.text}</p></blockquote>`;
  const only =
    q.lead_in && html` <span class="fs-remark">Only these words are printed${isOwn && " in the pages that were read"}.</span>`;
  const prints = !isReported && html` <a href="${!isOwn && `/quotes/${q.id}/`}#prints">Print not verified</a>.`;
  const more = !isOwn && html` <a class="fs-more" href="/quotes/${q.id}/">This quote</a>`;
  return html`<figure class="fs-quote${isReported && " fs-quote--reported"}">
${text}
<figcaption>
${made.said}${only}${prints}${more}${marks.cites(q.citations)}${made.witnesses}${id && permalink(id)}
</figcaption>
</figure>
`;
}

export function reply({ q, response }, to, marks, isGrouped) {
  const id = `reply-${q.id}-to-${to}`;
  return html`<div class="fs-reply" id="${id}">
${!isGrouped && html`<p class="fs-reply__response">${badge("response", response)}</p>\n`}${words(q, marks, { id })}
</div>
`;
}

export const claimed = kept((id) => {
  const a = allegations.get(id);
  const sought = (a.replies_sought ?? []).map(
    ({ entities: ids, on, result, where }) => html`<div class="fs-sought">
<p>${badge("result", result)} ${links(ids)}, ${date(on)}: ${where}</p>
</div>
`,
  );
  const concerns = html`<dl class="fs-facts">
<div><dt>Said by</dt><dd>${links(a.made_by)}${a.via && html` (as reported by ${links(a.via)})`}</dd></div>
<div><dt>About</dt><dd>${links(a.about)}</dd></div>
<div><dt>When</dt><dd>${date(a.made_on)}</dd></div>
</dl>
`;
  return { concerns, sought, witnesses: witnesses(a.citations) };
});

export function claim(a, marks, hasHeading) {
  const made = claimed(a.id);
  const id = `allegation-${a.id}`;
  const stages = (a.stages ?? []).map(
    ({ citations, on, stage }) => html`${badge("stage", stage)} ${date(on)}${evidence(citations, marks)}`,
  );
  return html`<article class="fs-claim">
${hasHeading && html`<h3 id="${id}">${link(a.id)}${permalink(id)}</h3>\n`}<div class="fs-claim__stages">${a.stage && badge("stage", a.stage)}${joined(stages, " ")}</div>
<div class="fs-claim__statement"><p>${a.statement}</p>${marks.cites(a.citations)}${made.witnesses}</div>
${made.concerns}${(a.words ?? []).map((quote) => words(quotes.get(quote), marks))}</article>
`;
}

export function top(kicker, title) {
  return html`<p class="fs-kicker">${kicker}</p>
<h1 id="page-title" dir="auto">${title}</h1>
`;
}

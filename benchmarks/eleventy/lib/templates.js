// Templates of Eleventy's: a page for each record of a kind, and the pages of its index.
import { about, answering, entities, inOrder, lists, records, said } from "./facts.js";
import { framed } from "./frame.js";
import { html } from "./html.js";
import { badge, date, link, links, lower, shortened, sourceLine } from "./parts.js";

const ROWS = 200;
const TITLES = { entities: "Parties", sources: "Sources", allegations: "Allegations", quotes: "Quotes" };

export function recordPages(kind, page) {
  return {
    data: {
      pagination: { data: "ids", size: 1, alias: "id" },
      ids: [...records[kind].keys()],
      permalink: ({ id }) => `/${kind}/${id}/`,
    },
    render: ({ id }) => framed({ address: `/${kind}/${id}/`, ...page(records[kind].get(id)) }),
  };
}

const rowOf = {
  entities: (r) =>
    html`<li>${link(r.id)} <span class="fs-remark">${r.name}</span> ${badge("entity_type", r.type)} <span class="fs-remark">${about.of(r.id).length} allegations about it, ${said.of(r.id).length} quotes</span></li>\n`,
  allegations: (r) => {
    const speakers = new Set(answering.of(r.id).map(({ q }) => q.speaker));
    const replied = r.about.filter((id) => speakers.has(id)).length;
    const answered = replied ? `${replied} of those concerned answered it` : "no reply recorded";
    return html`<li>${date(r.made_on)}: ${link(r.id)} ${badge("stage", r.stage ?? r.stages.at(-1).stage)} <span class="fs-remark">${links(r.made_by)} about ${links(r.about)}; ${answered}</span></li>\n`;
  },
  quotes: (r) =>
    html`<li>${date(r.said_on)}: <a href="/quotes/${r.id}/"><bdi>${entities.get(r.speaker).short_name}</bdi></a>: <q lang="${r.lang}" dir="auto">${shortened(r.text, 200)}</q>${(r.answers ?? []).map(({ response }) => html` ${badge("response", response)}`)}</li>\n`,
  sources: (r) =>
    html`<li>${sourceLine(r.id)} ${badge("nature", r.nature)} <span class="fs-remark">${lower("reading", r.reading)}</span></li>\n`,
};

export function indexPages(kind) {
  const all = inOrder[kind];
  const addressOf = (number) => (number ? `/${kind}/page/${number + 1}/` : `/${kind}/`);
  return {
    data: {
      pagination: { data: "ids", size: ROWS, alias: "shown" },
      ids: all.map(({ id }) => id),
      permalink: ({ pagination }) => addressOf(pagination.pageNumber),
    },
    render({ pagination: { pageNumber, pages }, shown }) {
      const steps =
        pages.length > 1 &&
        html`<nav class="fs-pages" aria-label="Pages of this index">
${pageNumber > 0 && html`<a href="${addressOf(pageNumber - 1)}" rel="prev">Page before</a>`}
<span>Page ${pageNumber + 1} of ${pages.length}</span>
${pageNumber + 1 < pages.length && html`<a href="${addressOf(pageNumber + 1)}" rel="next">Page after</a>`}
</nav>
`;
      const body = html`<h1 id="page-title">${TITLES[kind]}${pageNumber > 0 && `, page ${pageNumber + 1}`}</h1>
<p class="fs-lead">${all.length} in all.</p>
<ul class="fs-index">
${shown.map((id) => rowOf[kind](records[kind].get(id)))}</ul>
${steps}`;
      return framed({ address: addressOf(pageNumber), body, description: TITLES[kind], title: TITLES[kind] });
    },
  };
}

export function plainPage(address, title, text) {
  const body = html`<h1 id="page-title">${title}</h1>\n<p>${text}</p>`;
  return { data: { permalink: address }, render: () => framed({ address, body, description: text, title }) };
}

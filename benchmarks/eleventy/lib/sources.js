import { copies, lists, resting } from "./facts.js";
import { end } from "./end.js";
import { html } from "./html.js";
import { badge, date, link, links, lower, Marks, top } from "./parts.js";

const FIELDS = { publisher: "Published by", container_title: "In", volume: "Volume", page: "Page", number: "Number" };
const KINDS = { entities: "Parties", allegations: "Allegations", quotes: "Quotes" };

const row = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>\n`;
const out = (url) => html`<a href="${url}" rel="nofollow noopener noreferrer ugc">${url}</a>`;

function bibliography(r) {
  const supplied = (field) =>
    (r.supplied ?? []).includes(field)
      ? html`<span class="fs-supplied" title="worked out by us, not printed there">[${r[field]}]</span>`
      : r[field];
  return [
    row("By", r.author.map(({ family, given }) => `${given} ${family}`)),
    Object.entries(FIELDS).map(([field, label]) => row(label, supplied(field))),
    row("Issued", date(r.issued)),
    row("Language", r.language),
    row("Address", out(r.url)),
    r.hosted_by && row("Hosted by", r.hosted_by),
  ];
}

function standing(r) {
  const reading = lists.reading[r.reading];
  return [
    row("Nature", html`${badge("nature", r.nature)} ${lists.nature[r.nature].definition}`),
    (r.origins ?? []).map(({ basis, from, how, source }) =>
      row("Comes from", html`${source ? link(source) : from}: ${lower("origin", how)}; ${lower("basis", basis)}`),
    ),
    copies.has(r.id) && row("Taken over by", links(copies.of(r.id))),
    row("How much was read", html`${reading.label}, on ${date(r.read_on)}. ${reading.definition}`),
    row("Archived copy", html`${out(r.archived.url)}, ${date(r.archived.on)}`),
  ];
}

function restingOn(r) {
  return Object.entries(KINDS).map(([kind, label]) => {
    const rows = resting.of(`${r.id} ${kind}`).map(({ id, places }) => html`<li>${link(id)} (${places})</li>\n`);
    return rows.length > 0 && html`<h3 id="resting-${kind}">${label}</h3>\n<ul class="fs-lines">\n${rows}</ul>\n`;
  });
}

export function sourcePage(r) {
  const marks = new Marks();
  const body = html`${top(lists.source_type[r.type].label, r.title)}${marks.section("bibliography", "What it is")}<dl class="fs-facts">
${bibliography(r)}</dl>
${marks.section("standing", "How it stands to what it reports")}<dl class="fs-facts">
${standing(r)}</dl>
${marks.section("resting", "What rests on it")}${restingOn(r)}${end(r, "sources", marks)}`;
  return {
    title: r.title,
    description:
      "What this source is, where its content comes from, how much of it was read, and every statement that rests on it.",
    sections: marks.sections,
    body,
  };
}

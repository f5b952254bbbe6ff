import { about, answering, conveyed, heard, lists, made, said } from "./facts.js";
import { end } from "./end.js";
import { html, joined } from "./html.js";
import { badge, claim, claimed, date, evidence, link, Marks, remarks, reply, top, words } from "./parts.js";

const counted = (count, one) => html`<b>${count}</b> ${count === 1 ? one : one === "reply" ? "replies" : `${one}s`}`;

function claims(r, marks, beside) {
  const first = about.of(r.id).find((a) => beside.has(a.id)) ?? about.of(r.id)[0];
  return about.of(r.id).map((a) => {
    const searches = claimed(a.id).sought.filter((_, position) => a.replies_sought[position].entities.includes(r.id));
    const claimHtml = claim(a, marks, true);
    const replies = (beside.get(a.id) ?? []).map((answer) => reply(answer, a.id, marks));
    return html`<div class="fs-occasion">
<section class="fs-facing">
<div class="fs-facing__claim">
${claimHtml}
</div>
<div class="fs-facing__answer"${a === first && html` id="replies"`}>
<h4>Reply</h4>
${replies.length ? replies : html`<p class="fs-silent">No reply is recorded here.</p>\n${searches}`}
</div>
</section>
</div>
`;
  });
}

function quoted(r, marks, shown) {
  const all = said.of(r.id);
  if (!all.length) return "";
  const rest = all.filter((q) => !shown.has(q.id));
  const heading = marks.section("said", "Quotes");
  const above =
    shown.size > 0 &&
    html`<p class="fs-remark">${shown.size} of ${all.length} stand <a href="#replies">above</a>, beside what they answer.</p>\n`;
  const quotes = rest.map((q) => {
    const answers = (q.answers ?? []).map(({ response, to }) => html`${link(to)} ${badge("response", response)}`);
    const answering = answers.length > 0 && html`<p class="fs-remark">In answer to: ${joined(answers, "; ")}</p>\n`;
    return html`${words(q, marks)}${answering}`;
  });
  return html`${heading}${above}${quotes}`;
}

function stated(term, s, shown, marks, differs) {
  const mark = differs && html` <span class="fs-badge fs-badge--differs">sources differ</span>`;
  return html`<div><dt title="${term.definition}">${term.label}</dt><dd>${shown}${evidence(s.citations, marks)}${mark}${remarks(s)}</dd></div>\n`;
}

function identity(r, marks) {
  const names = r.names.map((s) =>
    stated(lists.name_type[s.type], s, html`<bdi lang="${s.lang}">${s.text}</bdi>`, marks, false),
  );
  const properties = r.properties.map((s) => {
    const term = lists.property[s.property];
    const differs = r.properties.some(({ property, value }) => property === s.property && value !== s.value);
    return stated(term, s, term.date ? date(s.value) : s.value, marks, differs);
  });
  const owners = (r.part_of ?? []).map((s) => stated(lists.membership[s.as], s, link(s.entity), marks, false));
  const list = (rows) => rows.length > 0 && html`<dl class="fs-facts">\n${rows}</dl>\n`;
  return html`${marks.section("identity", "Names and identity")}${list(names)}${list(properties)}${list(owners)}`;
}

export function entityPage(r) {
  const marks = new Marks();
  const beside = new Map();
  const shown = new Set();
  for (const a of about.of(r.id)) {
    const own = answering.of(a.id).filter(({ q }) => q.speaker === r.id);
    if (own.length) beside.set(a.id, own);
    for (const { q } of own) shown.add(q.id);
  }
  const facing = about.of(r.id).length > 0 && html`${marks.section("allegations", "Allegations and replies")}${claims(r, marks, beside)}`;
  const makes =
    made.of(r.id).length > 0 &&
    html`${marks.section("made", "Allegations made")}<ul class="fs-lines">\n${made.of(r.id).map((id) => html`<li>${link(id)}</li>\n`)}</ul>\n`;
  const quotes = quoted(r, marks, shown);
  const others = [
    ...conveyed.of(r.id).map((id) => html`<li>As ${r.short_name} reports: ${link(id)}</li>\n`),
    ...heard.of(r.id).map((id) => html`<li>Said to ${r.short_name}: ${link(id)}</li>\n`),
  ];
  const further = others.length > 0 && html`${marks.section("conveyed", "Words of others")}<ul class="fs-lines">\n${others}</ul>\n`;
  const known = identity(r, marks);
  const ending = end(r, "entities", marks);
  const glance = [
    about.of(r.id).length > 0 &&
      html`<li><a href="#allegations">${counted(about.of(r.id).length, "allegation")}</a> about ${r.short_name}</li>
<li><a href="#replies">${counted(shown.size, "reply")}</a></li>\n`,
    made.of(r.id).length > 0 && html`<li><a href="#made">${counted(made.of(r.id).length, "allegation")}</a> made</li>\n`,
    said.of(r.id).length > 0 && html`<li><a href="#said">${counted(said.of(r.id).length, "quote")}</a></li>\n`,
    html`<li><a href="#citations">${counted(marks.entries.size, "source")}</a></li>\n`,
  ];
  return {
    title: r.short_name,
    description: `What is said about ${r.name}, by whom, and what it answered; each statement with its source.`,
    sections: marks.sections,
    body: html`${top(lists.entity_type[r.type].label, r.short_name)}<p class="fs-fullname">${r.name}</p>
<ul class="fs-glance">
${glance}</ul>
${facing}${makes}${quotes}${further}${known}${ending}`,
  };
}

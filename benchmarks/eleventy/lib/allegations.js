import { answering, lists, related } from "./facts.js";
import { end } from "./end.js";
import { html } from "./html.js";
import { badge, claim, claimed, link, links, makersOf, Marks, reply, top } from "./parts.js";

function grouped(replies, r, marks) {
  if (!replies.length) return html`<p class="fs-silent">No reply to this statement itself is recorded here.</p>\n`;
  return Object.entries(lists.response).map(([response, { definition }]) => {
    const found = replies.filter((one) => one.response === response);
    return (
      found.length > 0 &&
      html`<h3 id="response-${response}">${badge("response", response)}</h3>
<p class="fs-remark">${definition}</p>
${found.map((one) => reply(one, r.id, marks, true))}`
    );
  });
}

function relations(r, marks) {
  const rows = [
    ...(r.relations ?? []).map(({ to, type }) => html`<li>${lists.allegation_relation[type].label}: ${link(to)}</li>\n`),
    ...related.of(r.id).map(({ from, type }) => html`<li>${lists.allegation_relation[type].inverse}: ${link(from)}</li>\n`),
  ];
  return rows.length > 0 && html`${marks.section("related", "Related allegations")}<ul class="fs-lines">\n${rows}</ul>\n`;
}

export function allegationPage(r) {
  const marks = new Marks();
  const replies = answering.of(r.id).filter(({ q }) => r.about.includes(q.speaker));
  const others = answering.of(r.id).filter(({ q }) => !r.about.includes(q.speaker));
  const silent = r.about.filter((id) => !replies.some(({ q }) => q.speaker === id));
  const said = html`${marks.section("allegation", "What is said")}${claim(r, marks)}`;
  const answered = html`${marks.section("replies", "Replies")}${grouped(replies, r, marks)}`;
  const sought =
    (silent.length > 0 || r.replies_sought) &&
    html`${marks.section("no-reply", silent.length ? "Who has not replied" : "Replies that were sought")}${silent.length > 0 && html`<p>No reply is recorded here of: ${links(silent)}.</p>\n`}${claimed(r.id).sought}`;
  const statements =
    others.length > 0 &&
    html`${marks.section("others", "Statements by others")}<h3>About ${link(r.id)}</h3>
<div class="fs-replies">
${others.map((one) => reply(one, r.id, marks))}</div>
`;
  const kicker = `Allegation by ${makersOf(r)}`;
  const rest = html`${sought}${statements}${relations(r, marks)}${end(r, "allegations", marks)}`;
  return {
    title: `${kicker}: ${r.title}`,
    description: "Who says it, about whom, when, at which stage and in which words; the replies, and who has not replied.",
    sections: marks.sections,
    body: html`${top(kicker, r.title)}<div class="fs-facing fs-facing--page">
<section class="fs-facing__claim">
${said}</section>
<section class="fs-facing__answer">
${answered}</section>
</div>
${rest}`,
  };
}

import { lists, making } from "./facts.js";
import { end } from "./end.js";
import { html } from "./html.js";
import { badge, date, headingOf, link, Marks, nameOf, sourceLine, top, words } from "./parts.js";

// A print set against the words: signs that one of them has more than the other, or all after the first that differs.
function print(was, now, language) {
  let same = 0;
  while (same < was.length && was[same] === now[same]) same++;
  let [removed, added, after] = [was.slice(same), now.slice(same), ""];
  if (added.endsWith(removed)) [after, added, removed] = [removed, added.slice(0, added.length - removed.length), ""];
  else if (removed.endsWith(added)) [after, removed, added] = [added, removed.slice(0, removed.length - added.length), ""];
  const before = now.slice(0, same);
  const isRemoved = removed && html`<del><span class="fs-hidden" lang="en">removed: </span>${removed}</del>`;
  const isAdded = added && html`<ins><span class="fs-hidden" lang="en">added: </span>${added}</ins>`;
  return html`<p><q lang="${language}" dir="auto">${before}${added && html`<ins>${added}</ins>`}${after}</q></p>
<ul class="fs-print__places" lang="${language}">
<li dir="auto">${/\S{0,24}\s*$/u.exec(before)[0]}${isRemoved}${isAdded}${/^\s*\S{0,24}/u.exec(after)[0]}</li>
</ul>
`;
}

function printed({ as_printed, bearing, difference, exact, source }, r, isReported) {
  let shown = html`<p class="fs-remark">As shown above.</p>\n`;
  if (as_printed) shown = print(r.text, as_printed, r.lang);
  else if (exact) shown = html`<p><q lang="${r.lang}" dir="auto">${exact}</q></p>\n`;
  else if (bearing) shown = html`<p class="fs-remark">${badge("bearing", bearing)} It does not print the words.</p>\n`;
  return html`<div><dt>${sourceLine(source)}</dt>
<dd>
${difference && html`<p class="fs-remark">${badge("difference", difference)}</p>\n`}${shown}${!isReported && (as_printed || !bearing) && html`<p class="fs-remark">Print not verified: no stored copy.</p>\n`}</dd></div>
`;
}

function prints(r, isReported, marks) {
  const found = r.citations.filter(({ exact }) => !isReported || exact);
  const marked =
    r.citations.some(({ as_printed }) => as_printed) &&
    html`<p class="fs-remark">Underlined is what a source prints otherwise than the words above. Below its print, each such place stands with what the words above have there, struck out.</p>\n`;
  return (
    found.length > 0 &&
    html`${marks.section("prints", isReported ? "What sources print" : "How sources print these words")}${marked}<dl class="fs-prints">
${found.map((one) => printed(one, r, isReported))}</dl>
`
  );
}

export function quotePage(r) {
  const marks = new Marks();
  const isReported = r.form === "reported";
  const own = words(r, marks, { isOwn: true });
  const belongs = [
    ...(r.answers ?? []).map(({ response, to }) => html`<li>In answer to ${link(to)} ${badge("response", response)}</li>\n`),
    ...making.of(r.id).map((id) => html`<li>They make the allegation ${link(id)}</li>\n`),
    ...(r.bears_on ?? []).map((id) => html`<li>They bear on ${link(id)}</li>\n`),
  ];
  const answers = html`${marks.section("answers", "What these words belong to")}<ul class="fs-lines">\n${belongs}</ul>\n`;
  const rest = html`${prints(r, isReported, marks)}${end(r, "quotes", marks)}`;
  const heading = html`${nameOf(r.speaker)}, ${date(r.said_on)}`;
  return {
    title: headingOf(r),
    description: isReported
      ? `What ${nameOf(r.speaker)} is reported to have said, with where it was read and what it answers.`
      : `Words of ${nameOf(r.speaker)}, letter for letter, with where they were read and what they answer.`,
    sections: marks.sections,
    body: html`${top(lists.form[r.form ?? "verbatim"].label, heading)}<div class="fs-said">
${own}</div>
${answers}${rest}`,
  };
}

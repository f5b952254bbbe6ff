// What stands at the end of each record's page.
import { cite } from "./cite.js";
import { bearing } from "./facts.js";
import { html } from "./html.js";
import { words } from "./parts.js";

export function end(r, kind, marks) {
  const others = bearing.of(r.id);
  const about = others.length > 0 && html`${marks.section("words", "Other words about it")}${others.map((q) => words(q, marks))}`;
  const note = r.note && html`${marks.section("notes", "Notes")}<div class="fs-note"><p>${r.note}</p></div>\n`;
  const address = `https://bench.example.org/${kind}/${r.id}/`;
  return html`${about}${note}${marks.citations()}${cite(r, kind, address)}
<p class="fs-record">Record <code>${r.id}</code> · <a href="/data/${kind}/${r.id}.yml">its data (YAML)</a><span class="fs-printed"> · ${address}</span></p>`;
}

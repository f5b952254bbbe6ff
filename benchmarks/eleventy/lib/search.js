// The search index: for each page its place, its title and its words.
import { KINDS, records } from "./facts.js";
import { headingOf, makersOf, nameOf } from "./parts.js";

const TITLES = {
  entities: (r) => r.short_name,
  sources: (r) => r.title,
  allegations: (r) => `Allegation by ${makersOf(r)}: ${r.title}`,
  quotes: headingOf,
};
const WORDS = {
  entities: (r) => [r.name, ...r.names.map(({ text }) => text), ...r.properties.map(({ value }) => value)],
  sources: (r) => [r.publisher, r.container_title, r.number, ...r.author.flatMap(({ family, given }) => [given, family])],
  allegations: (r) => [r.statement],
  quotes: (r) => [nameOf(r.speaker), r.text, ...r.citations.flatMap(({ as_printed }) => as_printed ?? [])],
};

export function searchIndex() {
  const docs = KINDS.flatMap((kind) =>
    [...records[kind].values()].map((r) => ({
      location: `${kind}/${r.id}/`,
      title: TITLES[kind](r),
      text: WORDS[kind](r).join(" · "),
    })),
  );
  return JSON.stringify({ config: { lang: ["en"], separator: "[\\s\\-]+", pipeline: ["stopWordFilter"] }, docs });
}

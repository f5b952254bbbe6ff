// The same pages by Eleventy, straight from the facts: templates in JavaScript with pagination, one page for each record.
// The theme's frame and assets, and a link to the facts, are put beside it by the benchmark.
export default function (config) {
  config.addPassthroughCopy("assets");
  config.addPassthroughCopy("data");
  return { dir: { input: "pages" } };
}

import { searchIndex } from "../lib/search.js";

export default { data: { permalink: "/search/search_index.json" }, render: searchIndex };

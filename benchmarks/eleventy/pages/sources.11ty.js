import { sourcePage } from "../lib/sources.js";
import { recordPages } from "../lib/templates.js";

export default recordPages("sources", sourcePage);

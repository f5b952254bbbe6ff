import { quotePage } from "../lib/quotes.js";
import { recordPages } from "../lib/templates.js";

export default recordPages("quotes", quotePage);

import { allegationPage } from "../lib/allegations.js";
import { recordPages } from "../lib/templates.js";

export default recordPages("allegations", allegationPage);

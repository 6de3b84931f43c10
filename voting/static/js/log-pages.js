/** The pages of the log: arrow keys turn them, and a pasted receipt becomes the number of its entry. */
import "./masthead.js";
import { takeReceipts } from "./receipt-jump.js";
import { turnByKeys } from "./turning.js";

turnByKeys();
takeReceipts();

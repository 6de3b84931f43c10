/** Makes the squares of a code, beside the page. Not bundled: it runs as it is, with the library that it imports. */
import { encodeQR } from "../vendor/qr/index.js";

onmessage = ({ data }) => postMessage(encodeQR(data, "raw", { ecc: "medium", border: 4 }));

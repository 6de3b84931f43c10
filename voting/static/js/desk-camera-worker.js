/** Finds the codes in a picture, beside the page. Not bundled: it runs as it is, with the reader that it imports. */
import { decodeQRBatch } from "../vendor/qr/decode.js";

onmessage = async ({ data }) => {
  // A badge shows two codes, the secret one and the door's: the first that is found must not hide the other.
  const [found] = await decodeQRBatch([data], { maxSize: { width: data.width, height: data.height } });
  postMessage(found.filter((text) => typeof text === "string"));
};

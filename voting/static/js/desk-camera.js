/** Reads badges with a camera: by the browser's own detector, else by a reader that is loaded when the camera is switched on. */
import { t } from "./text.js";
import { slot, tell } from "./view.js";

const PAUSE_MS = 80;
const FORMAT = "qr_code";
const ENDED = "CameraEnded";
const ANY = { facingMode: "environment" };
/** The camera that was asked for is not there. */
const ABSENT = ["NotFoundError", "OverconstrainedError"];
/** Wide enough for the small code of a badge that fills half the picture, and quick to read; what is held farther away is seen in the whole. */
const WIDEST = [1280, 1920];

/** The browser's own detector, or null: some browsers have the class and read no QR codes with it. */
async function nativeReader() {
  const Detector = globalThis.BarcodeDetector;
  if (!Detector || !(await Detector.getSupportedFormats()).includes(FORMAT)) return null;
  const detector = new Detector({ formats: [FORMAT] });
  return { read: async (video) => (await detector.detect(video)).map((found) => found.rawValue), close: () => {} };
}

/** The vendored reader, in a worker of its own: the page stays quick while a picture is searched. */
function loadedReader(address) {
  const worker = new Worker(address, { type: "module" });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let refuse = () => {};
  let turn = 0;
  return {
    read: (video) => new Promise((resolve, reject) => {
      const scale = Math.min(1, WIDEST[turn++ % WIDEST.length] / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      refuse = reject;
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message || "the reader could not be loaded"));
      worker.postMessage(picture, [picture.data.buffer]);
    }),
    close: () => {
      worker.terminate();
      refuse(new DOMException("closed", "AbortError"));
    },
  };
}

/** The camera of the door, off until somebody switches it on. */
export class Camera {
  #box;
  #button;
  #video;
  #which;
  #onRead;
  #stop = null;

  /**
   * @param {HTMLElement} box with the slots camera (button), view, video, which (select) and camera-problem; its
   *   `data-reader` is the address of the reader's worker
   * @param {(texts: string[]) => void} onRead told what stands in each picture that has codes
   */
  constructor(box, onRead) {
    this.#box = box;
    this.#button = slot(box, "camera");
    this.#video = slot(box, "video");
    this.#which = slot(box, "which");
    this.#onRead = onRead;
    this.#button.addEventListener("click", () => (this.#stop ? this.#off() : this.#on()));
    this.#which.addEventListener("change", () => this.#on());
  }

  /** Bring its picture back where it is seen, if it runs: what was read is said above it. */
  show() {
    if (this.#stop) this.#video.scrollIntoView({ block: "nearest" });
  }

  #off() {
    this.#stop?.();
    this.#stop = null;
    this.#show();
  }

  #show() {
    const on = this.#stop !== null;
    slot(this.#box, "view").hidden = !on;
    this.#button.textContent = t(on ? "desk.camera.off" : "desk.camera.on");
  }

  async #on() {
    this.#off();
    const stopped = new AbortController();
    this.#stop = () => stopped.abort();
    tell(slot(this.#box, "camera-problem"), null);
    try {
      await this.#watch(stopped.signal);
    } catch (error) {
      if (stopped.signal.aborted) return;
      this.#off();
      tell(slot(this.#box, "camera-problem"), whyNot(error));
    }
  }

  async #watch(signal) {
    const stream = await this.#open(signal);
    const release = () => stream.getTracks().forEach((track) => track.stop());
    // At once, not after the picture that is being read: the camera's light must go out with the button.
    signal.addEventListener("abort", release);
    let reader = null;
    try {
      this.#video.srcObject = stream;
      await this.#video.play();
      await this.#nameCameras(stream);
      this.#show();
      this.show();
      reader = (await nativeReader()) ?? loadedReader(this.#box.dataset.reader);
      signal.addEventListener("abort", () => reader.close());
      while (!signal.aborted) {
        // A camera that was pulled out must not leave a picture that nobody reads.
        if (!stream.active) throw new DOMException("the camera ended", ENDED);
        const texts = await reader.read(this.#video);
        if (texts.length && !signal.aborted) this.#onRead(texts);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } finally {
      release();
      reader?.close();
    }
  }

  async #open(signal) {
    if (!navigator.mediaDevices) throw new DOMException("no cameras here", "NotFoundError");
    const chosen = this.#which.value;
    const stream = await openCamera(chosen ? { deviceId: { exact: chosen } } : ANY).catch((error) => {
      // The one that read last was pulled out, and its name cannot be changed while none runs: another one reads as well.
      if (chosen && ABSENT.includes(error.name)) return openCamera(ANY);
      throw error;
    });
    if (!signal.aborted) return stream;
    for (const track of stream.getTracks()) track.stop();
    throw new DOMException("switched off", "AbortError");
  }

  /** Names of cameras are told only once one was allowed. */
  async #nameCameras(stream) {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    const used = stream.getVideoTracks()[0].getSettings().deviceId;
    this.#which.replaceChildren(...cameras.map((one, at) => new Option(one.label || t("desk.camera.name", { number: at + 1 }), one.deviceId)));
    this.#which.value = used;
    this.#which.hidden = cameras.length < 2;
  }
}

function openCamera(wanted) {
  return navigator.mediaDevices.getUserMedia({ video: { ...wanted, width: { ideal: 1920 }, height: { ideal: 1080 } } });
}

function whyNot(error) {
  const known = { [ENDED]: "ended", NotAllowedError: "refused", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy" }[error.name];
  return known ? t(`desk.camera.${known}`) : t("desk.camera.failed", { problem: error.message });
}

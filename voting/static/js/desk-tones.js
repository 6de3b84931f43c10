/** What the door sounds like: rising for in, falling for out, three low ones for what needs a person. */

const TONES = {
  in: { wave: "sine", notes: [660, 990] },
  out: { wave: "sine", notes: [660, 440] },
  stop: { wave: "square", notes: [196, 196, 196] },
};
const NOTE_S = 0.11;
const GAP_S = 0.03;
const LOUDNESS = 0.25;

let audio = null;

/**
 * Sound a tone; where the browser allows no sound, the panel says the same.
 * @param {"in" | "out" | "stop"} kind
 */
export function sound(kind) {
  if (!("AudioContext" in globalThis)) return;
  audio ??= new AudioContext();
  // A context that was made before the first key or click begins suspended.
  if (audio.state === "suspended") audio.resume();
  const { wave, notes } = TONES[kind];
  notes.forEach((pitch, at) => play(pitch, wave, audio.currentTime + at * (NOTE_S + GAP_S)));
}

function play(pitch, wave, from) {
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.type = wave;
  tone.frequency.value = pitch;
  // An abrupt end clicks.
  loudness.gain.setValueAtTime(wave === "square" ? LOUDNESS / 2 : LOUDNESS, from);
  loudness.gain.setTargetAtTime(0, from + NOTE_S - 0.02, 0.01);
  tone.connect(loudness).connect(audio.destination);
  tone.start(from);
  tone.stop(from + NOTE_S + GAP_S);
}

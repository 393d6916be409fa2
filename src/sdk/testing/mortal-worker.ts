/** The core's worker with a way to die at a word, for tests of restarts. */
import "#sdk/core/worker.ts";

const slot = self.name.split("/")[1] ?? "";

new BroadcastChannel(`mortal:${slot}`).onmessage = () => self.close();

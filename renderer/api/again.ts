const tries = 6;
const pauseMilliseconds = 400;

/**
 * Does what a change of the machine's networks can cut off, such as a lab that starts or a VPN that ends, until it works: the browser then drops every
 * request that is under way, also those to this machine.
 * @throws what the last of a few tries within seconds threw
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await work();
    } catch (error) {
      if (turn === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
}

/** Runs tasks one after the other, in the order in which they were handed in. */
export function createQueue() {
  let last = Promise.resolve();
  return task => {
    const result = last.then(task, task);
    last = result.catch(() => {}); // the caller of this task sees its error
    return result;
  };
}

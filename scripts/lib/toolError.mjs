/** A tool that could not be found or brought; the message lists what was tried. */
export class ToolError extends Error {
  constructor(message) {
    super(message);
    this.name = 'ToolError';
  }
}

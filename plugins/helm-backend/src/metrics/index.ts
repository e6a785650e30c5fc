export { countNews } from './countNews';
export { countProcesses } from './countProcesses';
export { MOST_RELEASES } from './instruments';
export { observeGauges } from './observeGauges';

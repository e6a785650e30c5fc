import { spawn } from 'node:child_process';
import { isRunning, refer, run, stopProcess } from './process.ts';

describe('stopProcess', () => {
  it('ends a process that ignores SIGTERM, after the grace time', async () => {
    const child = spawn(process.execPath, [
      '-e',
      'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)',
    ]);
    await new Promise(resolve => child.stdout.once('data', resolve));
    const ref = await refer('stubborn', child.pid ?? 0);
    await stopProcess(ref, 100);
    expect(await isRunning(ref)).toBe(false);
  });

  it('leaves a process alone that only has the same pid', async () => {
    const ref = { name: 'old', pid: process.pid, startedAt: 'long ago' };
    expect(await isRunning(ref)).toBe(false);
    await stopProcess(ref);
  });
});

describe('run', () => {
  it('fails with what the program complained about', async () => {
    await expect(
      run(process.execPath, [
        '-e',
        'console.error("no such thing"); process.exit(3)',
      ]),
    ).rejects.toThrow('no such thing');
  });
});

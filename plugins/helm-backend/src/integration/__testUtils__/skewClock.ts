/**
 * Makes this process's clock wrong, as on a machine without time service.
 * Timers keep running at their own pace.
 */
export function skewClock(milliseconds: number): void {
  const Real = Date;
  const now = () => Real.now() + milliseconds;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given) =>
      given.length
        ? Reflect.construct(target, given)
        : Reflect.construct(target, [now()]),
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

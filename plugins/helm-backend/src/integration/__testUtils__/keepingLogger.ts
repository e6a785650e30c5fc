import {
  coreServices,
  createServiceFactory,
  type LoggerService,
  type ServiceFactory,
} from '@backstage/backend-plugin-api';

function loggerOver(lines: string[]): LoggerService {
  const keep = (level: string) => (message: string, meta?: Error | object) => {
    const more =
      meta instanceof Error ? `${meta.stack}` : JSON.stringify(meta ?? {});
    lines.push(`${level} ${message} ${more}`);
  };
  return {
    error: keep('error'),
    warn: keep('warn'),
    info: keep('info'),
    debug: keep('debug'),
    child: () => loggerOver(lines),
  };
}

/** A logger that keeps what it is told, as a log file would. */
export function keepingLogger(lines: string[]): ServiceFactory {
  return createServiceFactory({
    service: coreServices.logger,
    deps: {},
    factory: () => loggerOver(lines),
  });
}

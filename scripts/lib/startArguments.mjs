import { parseArgs } from 'node:util';

export const START_HELP = `npm start                      the portal with two local clusters at http://127.0.0.1:7007
npm start -- --port 7017       the portal at another port
npm start -- --ports-from 17300
                               clusters, charts and Git at other ports (default: from 17100)
npm start -- --kubeconfig FILE --environment NAME=CONTEXT[/NAMESPACE]
                               the portal with your clusters, read-only; repeat --environment
  --allow-changes              lets people deploy to them (as the service account helm-deployer
                               of each namespace); shows cluster, namespace and identity first
  --allow-exec                 lets the kubeconfig's exec plugins run
npm start -- --help            this text

Metrics are at the port after the portal's, or at TELEMETRY_PORT.
Ctrl-C ends everything that it started. State and logs are in .local/.`;

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Reads the arguments of `npm start`; throws with the argument that is wrong. */
export function parseStartArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      port: { type: 'string', default: '7007' },
      'ports-from': { type: 'string' },
      kubeconfig: { type: 'string' },
      environment: { type: 'string', multiple: true, default: [] },
      'allow-changes': { type: 'boolean', default: false },
      'allow-exec': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65535) {
    throw new Error(`--port ${values.port}: needs a number from 1024 to 65535`);
  }
  const environments = values.environment.map(parseEnvironment);
  const names = environments.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new Error(`--environment ${twice} is given twice`);
  }
  if (values.kubeconfig && environments.length === 0) {
    throw new Error(
      '--kubeconfig needs --environment NAME=CONTEXT[/NAMESPACE]',
    );
  }
  const ownOnly = ['allow-changes', 'allow-exec'].filter(key => values[key]);
  if (!values.kubeconfig && (environments.length > 0 || ownOnly.length > 0)) {
    const flag = environments.length > 0 ? 'environment' : ownOnly[0];
    throw new Error(
      `--${flag} is for your own clusters: add --kubeconfig FILE`,
    );
  }
  return {
    help: values.help,
    port,
    portsFrom: values['ports-from'],
    own: values.kubeconfig && {
      kubeconfig: values.kubeconfig,
      environments,
      allowChanges: values['allow-changes'],
      allowExec: values['allow-exec'],
    },
  };
}

// A context's name may itself hold "/" (EKS, GKE): the namespace is what follows the last one,
// and `CONTEXT/` means a context with a slash and no namespace.
function parseEnvironment(text) {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(equals, 0));
  const target = text.slice(equals + 1);
  if (!NAME.test(name) || !target) {
    throw new Error(
      `--environment ${text}: must be NAME=CONTEXT[/NAMESPACE], NAME in lower-case letters, digits and dashes`,
    );
  }
  const slash = target.lastIndexOf('/');
  const context = slash < 0 ? target : target.slice(0, slash);
  const namespace =
    slash < 0 ? undefined : target.slice(slash + 1) || undefined;
  if (namespace && !NAME.test(namespace)) {
    throw new Error(
      `--environment ${text}: "${namespace}" is no namespace; end a context that holds a slash with "/"`,
    );
  }
  return { name, context, namespace };
}

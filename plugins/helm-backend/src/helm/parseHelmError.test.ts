import { parseHelmError } from './parseHelmError';

describe('parseHelmError', () => {
  it.each([
    [
      'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
      'RELEASE_LOCKED',
      /in progress/,
    ],
    ['Error: UPGRADE FAILED: release: already exists', 'RELEASE_BUSY', /else/],
    [
      'Error: INSTALLATION FAILED: cannot re-use a name that is still in use',
      'RELEASE_BUSY',
      /else/,
    ],
    [
      'Error: INSTALLATION FAILED: release name check failed: cannot reuse a name that is still in use',
      'RELEASE_BUSY',
      /else/,
    ],
    [
      'Error: UPGRADE FAILED: "x" has no deployed releases',
      'BASE_CHANGED',
      /no deployed/,
    ],
    [
      'Error: release has no 99 version',
      'NOTHING_TO_ROLL_BACK_TO',
      /Revision 99/,
    ],
    [
      'Error: UPGRADE FAILED: context deadline exceeded',
      'WAIT_TIMEOUT',
      /time/,
    ],
    [
      'level=WARN msg="upgrade failed" name=x error="boom"\nError: UPGRADE FAILED: resource Deployment/shop-dev/storefront not ready. status: InProgress, message: Replicas: 0/1\ncontext deadline exceeded',
      'WAIT_TIMEOUT',
      /^Deployment storefront did not become ready/,
    ],
    [
      'Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:\n\t* timed out waiting for the condition',
      'HOOK_FAILED',
      /hook/,
    ],
    [
      'Error: UPGRADE FAILED: pre-upgrade hooks failed: resource Job/ns/x-hook not ready. status: InProgress',
      'HOOK_FAILED',
      /hook/,
    ],
    [
      'Release x has been cancelled.\nError: UPGRADE FAILED: context canceled',
      'INTERRUPTED',
      /stop/,
    ],
    [
      'Error: INSTALLATION FAILED: Unable to continue with install: ConfigMap "m" in namespace "d" exists and cannot be imported into the current release: invalid ownership metadata; label validation error',
      'OWNERSHIP_METADATA',
      /ConfigMap "m" in d/,
    ],
    [
      'Error: UPGRADE FAILED: cannot patch "m" with kind Deployment: Deployment.apps "m" is invalid: spec.selector: Invalid value: {}: field is immutable',
      'IMMUTABLE_FIELD',
      /Deployment m/,
    ],
    [
      'Error: UPGRADE FAILED: server-side apply failed for object ns/m apps/v1, Kind=Deployment: Deployment.apps "m" is invalid: field is immutable',
      'IMMUTABLE_FIELD',
      /Deployment ns\/m/,
    ],
    [
      'Error: UPGRADE FAILED: conflict occurred while applying object default/z /v1, Kind=ConfigMap: Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.msg',
      'APPLY_CONFLICT',
      /kubectl-edit changed the field \.data\.msg/,
    ],
    [
      'Error: INSTALLATION FAILED: Kubernetes cluster unreachable: Get "https://x/version": EOF',
      'CLUSTER_UNREACHABLE',
      /reach/,
    ],
    [
      'Error: query: failed to query with labels: secrets is forbidden: User "system:serviceaccount:a:b" cannot list resource "secrets" in API group "" in the namespace "x"',
      'CLUSTER_FORBIDDEN',
      /may not list secrets/,
    ],
    [
      'Error: INSTALLATION FAILED: create: failed to create: Secret "sh.helm.release.v1.x.v1" is invalid: data: Too long: may not be more than 1048576 bytes',
      'RELEASE_TOO_LARGE',
      /1 MiB/,
    ],
    [
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nweb:\n- at '/replicas': got string, want integer",
      'VALUES_SCHEMA',
      /schema/,
    ],
    [
      'Error: execution error at (web/templates/a.yaml:3:4): image.tag is required\n\nUse --debug flag to render out invalid YAML',
      'RENDER_FAILED',
      /web\/templates\/a.yaml:3:4: image.tag is required/,
    ],
    [
      'Error: template: web/templates/x.yaml:1:14: executing "web/templates/x.yaml" at <.Values.a.b>: nil pointer evaluating interface {}.b',
      'RENDER_FAILED',
      /x.yaml:1.*nil pointer/,
    ],
    [
      'Error: UPGRADE FAILED: unable to build kubernetes objects from current release manifest: resource mapping not found for name: "x" namespace: "" from "": no matches for kind "Ingress" in version "extensions/v1beta1"',
      'API_REMOVED',
      /Ingress extensions\/v1beta1/,
    ],
    [
      'runtime: out of memory: cannot allocate 6000000000-byte block',
      'RENDER_TOO_LARGE',
      /memory/,
    ],
    ['Error: something new', 'HELM_FAILED', /something new/],
    ['', 'HELM_FAILED', /without saying why/],
  ])('%#: %s', (stderr, code, message) => {
    const failure = parseHelmError(stderr);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.words).not.toMatch(/^Error|level=/);
  });
});

import { ConflictError, InputError } from '@backstage/errors';
import { z } from 'zod';
import { isLoopbackHost } from '../../loopback';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}\/[a-z0-9][a-z0-9-]{0,62}$/;
const LOCATION = /^\/([\w-][\w.-]*\/[\w-][\w.-]*)\/raw\/branch\/main\/(.+)$/;

const pullSchema = z.object({
  number: z.number().int(),
  branch: z.string(),
  url: z.string(),
});

/** A pull request, as far as templates need it. */
export type Pull = z.infer<typeof pullSchema>;

/** The addresses of a repository. */
export interface RepositoryAddresses {
  /** For clone and push. */
  remoteUrl: string;
  /** Its page. */
  repositoryUrl: string;
  /** Prefix of its files as the catalog reads them. */
  repoContentsUrl: string;
}

/** The Git host on this machine: the only one that these actions contact. */
export class LocalGitHost {
  readonly #base: string;
  readonly #fetch: typeof fetch;

  /** @throws InputError when the host is on another machine */
  constructor(url: string, options: { fetch: typeof fetch }) {
    const { origin, hostname, protocol } = new URL(url);
    if (protocol !== 'http:' || !isLoopbackHost(hostname)) {
      throw new InputError(
        `localGit.url must be an http:// address on this machine, not ${url}`,
      );
    }
    this.#base = origin;
    this.#fetch = options.fetch;
  }

  /** @throws InputError when it is no name of a repository */
  addresses(repository: string): RepositoryAddresses {
    if (!NAME.test(repository)) {
      throw new InputError(
        `"${repository}" is not <organisation>/<name> of lower case letters, digits and dashes.`,
      );
    }
    const repositoryUrl = `${this.#base}/${repository}`;
    return {
      repositoryUrl,
      remoteUrl: `${repositoryUrl}.git`,
      repoContentsUrl: `${repositoryUrl}/raw/branch/main`,
    };
  }

  /**
   * Repository and path of a file that the catalog reads from this host.
   *
   * @throws InputError when it lies elsewhere
   */
  locate(location: string): { repository: string; path: string } {
    const target = location.replace(/^url:/, '');
    const url = URL.canParse(target) ? new URL(target) : undefined;
    const match =
      url?.origin === this.#base
        ? LOCATION.exec(decodeURIComponent(url.pathname))
        : null;
    if (!match) {
      throw new InputError(
        `"${location}" is not a file on the default branch of the local Git host.`,
      );
    }
    return { repository: match[1], path: match[2] };
  }

  /** @returns false when there is one of that name */
  async createRepository(name: string): Promise<boolean> {
    const response = await this.#post('/api/repositories', { name });
    if (response.status === 409) {
      return false;
    }
    await assertOk(response, `${name} was not created`);
    return true;
  }

  /** The pull request of a branch, open or merged. */
  async findPull(
    repository: string,
    branch: string,
  ): Promise<Pull | undefined> {
    const response = await this.#fetch(this.#pulls(repository));
    await assertOk(response, `${repository} was not read`);
    const { items } = z
      .object({ items: z.array(pullSchema) })
      .parse(await response.json());
    return items.find(pull => pull.branch === branch);
  }

  /** Opens a pull request. */
  async openPull(
    repository: string,
    draft: { branch: string; title: string; description: string },
  ): Promise<Pull> {
    const response = await this.#post(this.#pulls(repository), draft);
    await assertOk(response, 'The pull request was not opened');
    return pullSchema.parse(await response.json());
  }

  #pulls(repository: string): string {
    return `${this.#base}/api/repositories/${repository}/pulls`;
  }

  #post(path: string, body: object): Promise<Response> {
    return this.#fetch(new URL(path, this.#base), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

async function assertOk(response: Response, what: string): Promise<void> {
  if (!response.ok) {
    const said = (await response.text()).slice(0, 300);
    throw new ConflictError(`${what}: HTTP ${response.status} ${said}`);
  }
}

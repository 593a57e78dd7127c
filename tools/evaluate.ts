import * as pulumi from "@pulumi/pulumi";

/** One resource as the program registered it with the engine. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Inputs with secrets unwrapped and, in a preview, `unknown` for what is not known yet. */
  readonly inputs: Record<string, unknown>;
  /** Paths of the inputs that are secret, such as `stringData.password`. */
  readonly secretPaths: readonly string[];
  /** Logical names of the resources that must exist first, as `type::name`. */
  readonly dependencies: readonly string[];
  readonly parent: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly customTimeouts: { readonly create: string; readonly update: string };
}

/** What a program registered and returned. */
export interface Evaluation {
  readonly resources: readonly Registered[];
  /** Outputs with secrets unwrapped. */
  readonly outputs: Record<string, unknown>;
  readonly secretOutputs: readonly string[];
}

export interface EvaluateOptions {
  readonly stack: string;
  /** Stack configuration with full keys, structured values as JSON. @default {} */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** Whether this is a preview: what a resource returns stays unknown. @default false */
  readonly preview?: boolean;
  /** What this stack's last deployment returned. @default nothing: there was none */
  readonly lastOutputs?: Readonly<Record<string, unknown>>;
  /** What the provider would add to the inputs of a resource once it exists. */
  readonly created?: (resource: pulumi.runtime.MockResourceArgs) => Record<string, unknown>;
}

/** What stands for a value that is not known before the resource exists. */
export const unknown = "<unknown>";

const project = "fraiseql-loki";

type Program = () => Promise<Record<string, unknown>>;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a program as the engine would, without an engine, a cluster or a cloud account. One at a time:
 * the SDK keeps what it registers in one place.
 */
export function evaluate(program: Program, options: EvaluateOptions): Promise<Evaluation> {
  const evaluation = last.then(() => evaluateNow(program, options));
  last = evaluation.catch(() => undefined);
  return evaluation;
}

async function evaluateNow(program: Program, options: EvaluateOptions): Promise<Evaluation> {
  const { stack, config = {}, secretKeys = [], preview = false, created = () => ({}) } = options;
  const { lastOutputs = {} } = options;
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        // Read from the state, in a preview too.
        if (args.type === "pulumi:pulumi:StackReference") {
          return { id: args.name, state: merge(args.inputs, { outputs: lastOutputs }) };
        }
        return {
          id: preview ? undefined : `${args.name}-id`,
          state: preview ? {} : merge(args.inputs, created(args)),
        };
      },
      call: ({ token }) => {
        const message = `the program looked up ${token}: it must evaluate without look-ups`;
        throw Object.assign(new Error(message), { details: message });
      },
    },
    project,
    stack,
    preview,
    // What the engine says where the state is not kept by Pulumi's own service.
    "organization",
  );
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const resources: Registered[] = [];
  let outputs: unknown = {};
  intercept(resources, (value) => {
    outputs = value;
  });
  await failOnRejection(async () => {
    await pulumi.runtime.runInPulumiStack(program);
    await settle(resources);
  });
  const plain = unwrap(outputs ?? {});
  return {
    resources: resources.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    outputs: plain.value as Record<string, unknown>,
    secretOutputs: plain.secretPaths,
  };
}

const merge = (inputs: unknown, created: object) => ({ ...(inputs as object), ...created });

const sortKey = (resource: Registered) => `${resource.type}::${resource.name}`;

/** Registrations go on after the program has returned: wait until no more come. */
async function settle(resources: readonly Registered[]): Promise<void> {
  for (let seen = -1; seen !== resources.length;) {
    seen = resources.length;
    await pulumi.runtime.disconnect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * An error thrown inside an `apply` is seen by nobody else, and one thrown by the program is seen a
 * second time, by the stack's own outputs.
 */
async function failOnRejection(run: () => Promise<void>): Promise<void> {
  const rejections: unknown[] = [];
  const listen = (reason: unknown) => rejections.push(reason);
  process.on("unhandledRejection", listen);
  try {
    await run();
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listen);
  }
  if (rejections.length > 0) {
    throw rejections[0] as Error;
  }
}

/** The parts of the engine's request that the public mocks leave out. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string } | undefined;
}

type Callback = (error: Error | null, response: unknown) => void;

interface Monitor {
  registerResource(request: RegisterRequest, callback: Callback): void;
  registerResourceOutputs(request: OutputsRequest, callback: Callback): void;
}

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}

function intercept(resources: Registered[], onOutputs: (outputs: unknown) => void): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    register(request, (error, response) => {
      if (error === null && request.getType() !== "pulumi:pulumi:Stack") {
        resources.push(registered(request));
      }
      callback(error, response);
    });
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    if (request.getUrn().includes("::pulumi:pulumi:Stack::")) {
      onOutputs(request.getOutputs()?.toJavaScript());
    }
    registerOutputs(request, callback);
  };
}

function registered(request: RegisterRequest): Registered {
  const { value, secretPaths } = unwrap(request.getObject()?.toJavaScript() ?? {});
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: value as Record<string, unknown>,
    secretPaths,
    dependencies: request.getDependenciesList().map(shortUrn).sort(),
    parent: shortUrn(request.getParent()),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
    customTimeouts: {
      create: request.getCustomtimeouts()?.getCreate() ?? "",
      update: request.getCustomtimeouts()?.getUpdate() ?? "",
    },
  };
}

/** `type::name` of a URN: a mock's URN differs from the engine's in its chain of parents. */
function shortUrn(urn: string): string {
  const [, , types = "", name = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return urn === "" ? "" : `${types.split("$").at(-1) ?? ""}::${name}`;
}

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

function unwrap(raw: unknown): { value: unknown; secretPaths: string[] } {
  const secretPaths: string[] = [];
  const visit = (value: unknown, path: string): unknown => {
    if (value === pulumi.runtime.unknownValue) {
      return unknown;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => visit(item, `${path}[${index}]`));
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const members = value as Record<string, unknown>;
    if (members[signature] === secretSignature) {
      secretPaths.push(path);
      return visit(members["value"], path);
    }
    return Object.fromEntries(
      Object.entries(members).map(([key, item]) => [
        key,
        visit(item, path === "" ? key : `${path}.${key}`),
      ]),
    );
  };
  return { value: visit(raw, ""), secretPaths };
}

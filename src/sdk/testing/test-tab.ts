/** A tab for tests of the core in one thread: calls verbs, follows views, acknowledges what it gets. */
import type {
  ArgsOf,
  ListItem,
  ListParams,
  ListView,
  ResultOf,
  ValueOf,
  ValueParams,
  ValueView,
  Verb,
} from "#api/contract.ts";
import type {} from "#api/all.ts";
import type { Result } from "#api/errors.ts";
import { applyPatch, emptyList, type Keyed, type ListSnapshot } from "#api/list-patch.ts";
import { PROTOCOL, type Port, type ToCore, type ToTab } from "#api/port.ts";

export interface TestTab {
  call<V extends Verb>(verb: V, args: ArgsOf<V>, deadlineMs?: number): Promise<Result<ResultOf<V>>>;
  list<V extends ListView>(name: V, params: ListParams<V>): () => ListSnapshot<ListItem<V> & Keyed>;
  value<V extends ValueView>(name: V, params: ValueParams<V>): () => ValueOf<V> | undefined;
  readonly messages: readonly ToTab[];
  close(): void;
}

export function openTestTab(port: Port<ToTab, ToCore>, build = "test"): TestTab {
  const calls = new Map<number, (result: Result<unknown>) => void>();
  const lists = new Map<number, ListSnapshot<Keyed>>();
  const values = new Map<number, unknown>();
  const messages: ToTab[] = [];
  let nextId = 1;

  port.listen((message) => {
    messages.push(message);
    switch (message.t) {
      case "result":
        calls.get(message.id)?.(message.result);
        calls.delete(message.id);
        return;
      case "patch":
        lists.set(
          message.id,
          applyPatch(message.extent === "full" ? emptyList() : (lists.get(message.id) ?? emptyList()), message.patch),
        );
        port.postMessage({ t: "ack", id: message.id, seq: message.seq });
        return;
      case "value":
        values.set(message.id, message.value);
        port.postMessage({ t: "ack", id: message.id, seq: message.seq });
        return;
      case "viewFailed":
        port.postMessage({ t: "ack", id: message.id, seq: message.seq });
        return;
      default:
    }
  });
  port.postMessage({ t: "hello", protocol: PROTOCOL, build, visibility: "visible" });

  function watch(kind: "list" | "value", view: string, params: unknown): number {
    const id = nextId++;
    port.postMessage({ t: "watch", id, kind, view, params });
    return id;
  }

  return {
    messages,
    call: (verb, args, deadlineMs = 20_000) =>
      new Promise((resolve) => {
        const id = nextId++;
        calls.set(id, (result) => resolve(result as Result<ResultOf<typeof verb>>));
        port.postMessage({ t: "call", id, verb, args, deadlineMs, key: `test-${id}` });
      }),
    list: (name, params) => {
      const id = watch("list", name, params);
      return () => (lists.get(id) ?? emptyList()) as ListSnapshot<never>;
    },
    value: (name, params) => {
      const id = watch("value", name, params);
      return () => values.get(id) as ValueOf<typeof name> | undefined;
    },
    close: () => port.postMessage({ t: "bye" }),
  };
}

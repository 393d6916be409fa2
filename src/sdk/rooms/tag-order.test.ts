import fc from "fast-check";
import { expect, test } from "vitest";
import { ordersAt } from "./tag-order.ts";

interface Room {
  readonly id: number;
  readonly order: number | undefined;
}

/** As the list sorts: by order, those without one last; ties stay as they were. */
function shown(rooms: readonly Room[]): readonly Room[] {
  return rooms.toSorted((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity) || 0);
}

function move(rooms: readonly Room[], id: number, index: number): readonly Room[] {
  const others = rooms.filter((room) => room.id !== id);
  const orders = ordersAt(
    others.map((room) => room.order),
    index,
  );
  const next = others.map((room, at) => ({ id: room.id, order: orders.others.get(at) ?? room.order }));
  next.splice(index, 0, { id, order: orders.own });
  return next;
}

const order = fc.option(
  fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0, 0.5, 1, 0.25),
    fc.double({ min: -5, max: 5, noNaN: true }),
  ),
  { nil: undefined },
);

test("a room lands exactly where it was put, whatever the others' orders are, as often as it is moved", () => {
  fc.assert(
    fc.property(
      fc.array(order, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 60 }),
      (orders, moves) => {
        let rooms = shown(orders.map((one, id) => ({ id, order: one })));
        for (const [who, where] of moves) {
          const id = rooms[who % rooms.length]?.id ?? 0;
          const wanted = move(rooms, id, where % rooms.length);
          rooms = shown(wanted);
          expect(rooms.map((room) => room.id)).toEqual(wanted.map((room) => room.id));
          const own = rooms.find((room) => room.id === id)?.order;
          expect(own).toBeGreaterThan(0);
          expect(own).toBeLessThan(1);
          const orders = rooms.map((room) => room.order);
          // Strictly between its neighbours, so that no tie decides.
          const at = rooms.findIndex((room) => room.id === id);
          expect(orders[at]).not.toBe(orders[at - 1]);
          expect(orders[at]).not.toBe(orders[at + 1]);
        }
      },
    ),
  );
});

test("between two neighbours it is the middle and nobody else changes; where no number fits all are numbered anew", () => {
  expect(ordersAt([0.2, 0.4], 1)).toEqual({ own: expect.closeTo(0.3) as number, others: new Map() });
  expect(ordersAt([], 0)).toEqual({ own: 0.5, others: new Map() });
  expect(ordersAt([0.4], 0)).toEqual({ own: 0.2, others: new Map() });
  const tight = ordersAt([0.5, 0.5], 1);
  expect(tight.own).toBe(0.5);
  expect([...tight.others]).toEqual([
    [0, 0.25],
    [1, 0.75],
  ]);
  expect(ordersAt([undefined, undefined], 1).others.size).toBe(2);
});

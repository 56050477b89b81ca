"""A second simulator of the same rooms, made to be read: one object a contact and a handler, SimPy's clock, its own random
numbers. It shares nothing with the first but the room's objects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, inf, lgamma, log, sqrt
from random import Random

import simpy
from scipy.optimize import brentq

from answerable.simulation.room import Duration, Line, Room, Service


@dataclass(eq=False)
class Contact:
    """Somebody who calls, writes or chats. left: seconds of work still to do where some was done before."""

    line: Line
    attempt: int
    arrived: float
    since: float = 0.0
    waiting: bool = False
    left: float | None = None


@dataclass(eq=False)
class Handler:
    """Somebody at work. chats: what is left of each chat, seconds as if alone. planned: how often what ends next was planned
    anew; an older plan is void."""

    pool: str
    queue: str
    began: float
    chats: dict[Contact, float] = field(default_factory=dict)
    task: Contact | None = None
    planned: int = 0


class Twin:
    """One run of a room. counted[queue][what], and busy[pool]: seconds at work."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.random, self.clock = room, Random(seed), simpy.Environment()
        self.counted: dict[str, Counter[str]] = defaultdict(Counter)
        self.busy: Counter[str] = Counter()
        self.on_duty: Counter[str] = Counter()
        self.at_work: dict[str, list[Handler]] = defaultdict(list)
        self.queues: dict[str, list[Contact]] = defaultdict(list)
        self.lines = {line.name: line for line in room.lines}
        self.services = {line.name: line.service for line in room.lines}
        self.services |= {board(line): line.switchboard.service for line in room.lines if line.switchboard}
        self.served_by = {pool.name: sorted((queue for queue, service in self.services.items() if pool.name in service.pools),
                                            key=lambda queue: self.services[queue].priority) for pool in room.pools}

    def run(self) -> Twin:
        """From the first slot to the last, and a day more for those still there."""
        for slot in range(self.room.slots):
            self.after(slot * self.room.slot_seconds, lambda slot=slot: self.begin_slot(slot))
        self.clock.run(until=self.room.slots * self.room.slot_seconds + 86400)
        return self

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Let something be done later."""
        if seconds < inf:
            self.clock.timeout(seconds).callbacks.append(lambda _event: do())

    def begin_slot(self, slot: int) -> None:
        for pool in self.room.pools:
            self.on_duty[pool.name] = pool.staff[slot]
        for pool in self.room.pools:
            self.serve(pool.name)
        for line in self.room.lines:
            self.next_arrival(line, slot)

    def next_arrival(self, line: Line, slot: int) -> None:
        if line.arrivals[slot] == 0:
            return
        gap = self.random.expovariate(line.arrivals[slot] / self.room.slot_seconds)
        if self.clock.now + gap < (slot + 1) * self.room.slot_seconds:
            def arrive() -> None:
                self.enter(Contact(line, 1, self.clock.now))
                self.next_arrival(line, slot)
            self.after(gap, arrive)

    def enter(self, contact: Contact) -> None:
        """At the door: refused, played the message, or to the first queue."""
        line = contact.line
        first = board(line) if line.switchboard else line.name
        own = self.counted[first]
        if self.is_refused(line, first):
            own["refused"] += 1
            if line.refusal and line.refusal.to and self.random.random() < line.refusal.share:
                other = Contact(self.lines[line.refusal.to], contact.attempt, 0)
                self.after(self.draw(line.refusal.after), lambda: self.come_again(other))
            return
        if not line.message:
            self.join(contact, first)
            return
        fate = self.random.random()
        if fate < line.message.contained:
            own["contained"] += 1
        elif fate < line.message.contained + line.message.hang_up:
            own["left_message"] += 1
        else:
            self.after(line.message.seconds, lambda: self.join(contact, first))

    def is_refused(self, line: Line, first: str) -> bool:
        slot = min(int(self.clock.now / self.room.slot_seconds), self.room.slots - 1)
        if line.open and not line.open[slot]:
            return True
        if line.refusal is None:
            return False
        full = line.refusal.when_waiting is not None and len(self.queues[first]) >= line.refusal.when_waiting
        free = sum(max(self.free(pool), 0) for pool in self.services[first].pools)
        return full or (line.refusal.when_free is not None and free <= line.refusal.when_free)

    def come_again(self, contact: Contact) -> None:
        contact.arrived, contact.left = self.clock.now, None
        self.enter(contact)

    def join(self, contact: Contact, queue: str) -> None:
        """Answered at once where somebody is free for it, else waiting, as long as it will."""
        service, own = self.services[queue], self.counted[queue]
        contact.since = self.clock.now
        own["offered"] += 1
        own["first_attempts"] += contact.attempt == 1
        if self.found_somebody(contact, queue, service):
            return
        contact.waiting = True
        self.queues[queue].append(contact)
        since = contact.since
        self.after(self.draw(service.patience), lambda: self.give_up(contact, queue, since))

    def found_somebody(self, contact: Contact, queue: str, service: Service) -> bool:
        """The first pool with enough free; else a desk with room for one more chat; else work that may be broken off."""
        for pool in service.pools:
            if self.free(pool) > service.reserve_in(pool):
                self.begin(contact, queue, pool)
                return True
        for pool in service.pools:
            desk = self.desk_with_room(pool, queue)
            if desk:
                self.chat(contact, queue, desk)
                return True
        for pool in service.pools if service.interrupts else ():
            doing = [handler for handler in self.at_work[pool] if handler.task]
            if doing:
                self.break_off(max(doing, key=lambda handler: handler.began))
                self.begin(contact, queue, pool)
                return True
        return False

    def break_off(self, handler: Handler) -> None:
        contact = handler.task
        assert contact is not None
        assert contact.left is not None
        contact.left -= self.clock.now - handler.began
        handler.planned += 1
        self.queues[handler.queue].insert(0, contact)
        self.leave(handler)

    def give_up(self, contact: Contact, queue: str, since: float) -> None:
        if not contact.waiting or contact.since != since:
            return
        own, wait, redial = self.counted[queue], self.clock.now - contact.since, contact.line.redial
        contact.waiting = False
        self.queues[queue].remove(contact)
        own.update({"abandoned": 1, "waited": 1, "short_abandoned": int(wait <= self.services[queue].short)})
        own["wait_abandoned"] += wait       # type: ignore[assignment]
        if redial and contact.attempt < redial.attempts and self.random.random() < redial.share:
            again = Contact(contact.line, contact.attempt + 1, 0)
            self.after(self.draw(redial.after), lambda: self.come_again(again))

    def begin(self, contact: Contact, queue: str, pool: str) -> None:
        """A free handler of a pool takes a contact."""
        handler, service = Handler(pool, queue, self.clock.now), self.services[queue]
        self.at_work[pool].append(handler)
        contact.waiting = False
        if service.at_once > 1:
            self.chat(contact, queue, handler)
            return
        if service.interruptible:
            self.work_on(contact, queue, handler)
            return
        talk, wrap = self.draw(service.talk), self.draw(service.wrap)
        self.answered(contact, queue, talk, wrap)
        self.after(talk + wrap, lambda: self.done(handler))
        switchboard = contact.line.switchboard
        if switchboard and queue == board(contact.line) and self.random.random() < switchboard.passed_on:
            self.after(talk, lambda: self.join(contact, contact.line.name))

    def answered(self, contact: Contact, queue: str, talk: float, wrap: float) -> None:
        own, wait = self.counted[queue], self.clock.now - contact.since
        own.update({"answered": 1, "waited": int(wait > 0), "within": int(wait <= self.services[queue].within)})
        for what, seconds in (("wait_answered", wait), ("wait_caller", self.clock.now - contact.arrived), ("talk", talk),
                              ("wrap", wrap)):
            own[what] += seconds            # type: ignore[assignment]

    def work_on(self, contact: Contact, queue: str, handler: Handler) -> None:
        if contact.left is None:
            contact.left = self.draw(self.services[queue].talk)
            self.answered(contact, queue, contact.left, 0.0)
        handler.task = contact
        plan = handler.planned
        self.after(contact.left, lambda: self.done(handler) if handler.planned == plan else None)

    def chat(self, contact: Contact, queue: str, handler: Handler) -> None:
        """One more chat for somebody who chats, or begins to."""
        contact.waiting = False
        talk, wrap = self.draw(self.services[queue].talk), self.draw(self.services[queue].wrap)
        self.answered(contact, queue, talk, wrap)
        handler.chats[contact] = talk + wrap
        self.plan_chats(handler)

    def plan_chats(self, handler: Handler) -> None:
        """All chats of a handler go on at one speed until the shortest ends or another comes."""
        handler.planned += 1
        if len(handler.chats) == 0:
            self.done(handler)
            return
        speed = 1 / (1 + self.services[handler.queue].slowdown * (len(handler.chats) - 1))
        plan, since, going = handler.planned, self.clock.now, dict(handler.chats)
        shortest = min(going, key=lambda contact: going[contact])

        def took_place(until: float) -> None:
            for contact in going:
                handler.chats[contact] = going[contact] - (until - since) * speed

        def ends() -> None:
            if handler.planned == plan:
                took_place(self.clock.now)
                del handler.chats[shortest]
                self.plan_chats(handler)
                if handler.chats:
                    self.refill(handler.pool)
        handler.settle = lambda: took_place(self.clock.now)     # type: ignore[attr-defined]
        self.after(max(going[shortest], 0) / speed, ends)

    def done(self, handler: Handler) -> None:
        self.leave(handler)
        self.serve(handler.pool)

    def leave(self, handler: Handler) -> None:
        end = self.room.slots * self.room.slot_seconds      # what is done after the last slot is nobody's slot's
        self.at_work[handler.pool].remove(handler)
        self.busy[handler.pool] += min(self.clock.now, end) - min(handler.began, end)       # type: ignore[assignment]

    def free(self, pool: str) -> int:
        return self.on_duty[pool] - len(self.at_work[pool])

    def desk_with_room(self, pool: str, queue: str) -> Handler | None:
        if self.free(pool) < 0:
            return None
        desks = [handler for handler in self.at_work[pool]
                 if handler.queue == queue and 0 < len(handler.chats) < self.services[queue].at_once]
        desk = min(desks, key=lambda handler: len(handler.chats), default=None)
        if desk:
            desk.settle()                   # type: ignore[attr-defined]
        return desk

    def serve(self, pool: str) -> None:
        """Free handlers take who waits: the highest priority first, within it who came first."""
        while self.free(pool) > 0:
            able = [queue for queue in self.served_by[pool]
                    if self.queues[queue] and self.free(pool) > self.services[queue].reserve_in(pool)]
            if not able:
                break
            queue = min(able, key=lambda queue: (self.services[queue].priority, self.queues[queue][0].since))
            self.begin(self.queues[queue].pop(0), queue, pool)
        if self.free(pool) >= 0:
            self.refill(pool)

    def refill(self, pool: str) -> None:
        """Chats that wait go to desks with room, unless somebody who goes before them waits for this pool."""
        for queue in self.served_by[pool]:
            if self.services[queue].at_once < 2:
                if self.queues[queue] and not self.services[queue].interruptible:
                    return
                continue
            while self.queues[queue] and (desk := self.desk_with_room(pool, queue)):
                self.chat(self.queues[queue].pop(0), queue, desk)

    def draw(self, duration: Duration) -> float:
        """Seconds, by the textbook's way of each distribution."""
        mean, variation = duration.mean, duration.sd / duration.mean if duration.mean else 0.0
        if duration.shape == "never":
            return inf
        if duration.shape == "exponential":
            return self.random.expovariate(1 / mean)
        if duration.shape == "log_normal":
            variance = log(1 + variation**2)
            return self.random.lognormvariate(log(mean) - variance / 2, sqrt(variance))
        if duration.shape == "weibull":
            shape = brentq(lambda k: exp(lgamma(1 + 2 / k) - 2 * lgamma(1 + 1 / k)) - 1 - variation**2, 0.1, 100)
            return self.random.weibullvariate(mean / exp(lgamma(1 + 1 / shape)), shape)
        if duration.shape == "quantiles":
            place = self.random.random() * (len(duration.quantiles) - 1)
            low = int(place)
            return duration.quantiles[low] + (place - low) * (duration.quantiles[low + 1] - duration.quantiles[low])
        return mean


def board(line: Line) -> str:
    """What the queue before a line is called."""
    return f"{line.name} switchboard"

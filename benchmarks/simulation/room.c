/* The limit that the kernel is measured against: the same room in C. One pool, calls of several classes by priority, with
   reserve, patience, redials, work after the talk, and handlers who change by the slot. Names draw the same numbers as in
   src/answerable/simulation, so both follow the same path and count the same contacts.
   gcc -O3 -march=native -shared -fPIC room.c -o room.so -lm */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CLASSES 2
#define GOLDEN 0x9E3779B97F4A7C15ULL
enum { GAP = 1, TALK = 2, WRAP = 3, PATIENCE = 4, REDIAL = 7, REDIAL_DELAY = 8 };
enum { FREED, GAVE_UP, RETURNS };
enum { NEVER, CONSTANT, EXPONENTIAL, LOG_NORMAL };

typedef struct { double at; int64_t what; } Event;
typedef struct {
    uint64_t name; int64_t class_, attempt, slot, version, before, after, unused; double arrived, queued;
} Contact;
typedef struct { int64_t kind; double first, second; } Shape;
typedef struct {
    double offered, first_attempts, answered, within, abandoned, short_abandoned, waited, wait_answered, wait_abandoned,
        wait_caller, talk, wrap;
} Tally;
typedef struct {
    uint64_t seed; int64_t slots; double slot_seconds, run_out;
    int64_t attempts[CLASSES], reserve[CLASSES]; double redial_share[CLASSES], limit[CLASSES], brief[CLASSES];
    Shape talk[CLASSES], wrap[CLASSES], patience[CLASSES], redial[CLASSES];
} World;

static uint64_t mix(uint64_t n) {
    n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9ULL;
    n = (n ^ (n >> 27)) * 0x94D049BB133111EBULL;
    return n ^ (n >> 31);
}
static uint64_t named(uint64_t key, uint64_t number) { return mix(key + number * GOLDEN); }
static double uniform(uint64_t key, uint64_t purpose) { return ((double)(named(key, purpose) >> 12) + 0.5) / 4503599627370496.0; }

static double near_tail(double r) {
    return (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
        + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
        + 4.6303378461565452959) * r + 1.42343711074968357734) /
        (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
        + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
        + 2.05319162663775882187) * r + 1.0);
}
static double far_tail(double r) {
    return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
        + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
        + 5.4637849111641143699) * r + 6.6579046435011037772) /
        (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
        + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
        + 0.59983220655588793769) * r + 1.0);
}
static double normal_quantile(double share) {
    double q = share - 0.5, r;
    if (fabs(q) <= 0.425) {
        r = 0.180625 - q * q;
        return q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
            + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
            + 133.14166789178437745) * r + 3.387132872796366608) /
            (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
            + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
            + 42.313330701600911252) * r + 1.0);
    }
    r = sqrt(-log(q < 0 ? share : 1 - share));
    r = r <= 5.0 ? near_tail(r - 1.6) : far_tail(r - 5.0);
    return q < 0 ? -r : r;
}
static double drawn(const Shape *shape, uint64_t name, uint64_t purpose) {
    switch (shape->kind) {
    case EXPONENTIAL: return -shape->first * log(1.0 - uniform(name, purpose));
    case LOG_NORMAL: return exp(shape->first + shape->second * normal_quantile(uniform(name, purpose)));
    case CONSTANT: return shape->first;
    default: return INFINITY;
    }
}

typedef struct {
    const World *world; Event *events; int64_t event_count; Contact *contacts; int64_t unused;
    int64_t head[CLASSES], tail[CLASSES], length[CLASSES]; int64_t on_duty, at_work, slot; Tally *tallies; double *busy;
} Room;

static int64_t code(int64_t kind, int64_t row, int64_t version) { return version << 28 | row << 4 | kind; }

static void push(Room *room, double at, int64_t what) {
    int64_t place = room->event_count++;
    while (place > 0) {
        int64_t above = (place - 1) >> 1;
        if (room->events[above].at <= at) break;
        room->events[place] = room->events[above];
        place = above;
    }
    room->events[place] = (Event){at, what};
}
static int64_t pop(Room *room) {
    Event *events = room->events, moved;
    int64_t found = events[0].what, count = --room->event_count, place = 0, below = 1;
    moved = events[count];
    while (below < count) {
        below += events[below + 1].at < events[below].at;
        if (events[below].at >= moved.at) break;
        events[place] = events[below];
        place = below;
        below = 2 * below + 1;
    }
    events[place] = moved;
    return found;
}
static void take_out(Room *room, int64_t class_, int64_t row) {
    int64_t before = room->contacts[row].before, after = room->contacts[row].after;
    if (before < 0) room->head[class_] = after; else room->contacts[before].after = after;
    if (after < 0) room->tail[class_] = before; else room->contacts[after].before = before;
    room->length[class_]--;
}
static void give_back(Room *room, int64_t row) {
    room->contacts[row].version++;
    room->contacts[row].unused = room->unused;
    room->unused = row;
}
static void spread(Room *room, double since, double until) {
    double length = room->world->slot_seconds;
    for (int64_t slot = (int64_t)(since / length); slot < room->world->slots && since < until; slot++) {
        double end = fmin(until, (slot + 1) * length);
        room->busy[slot] += end - since;
        since = end;
    }
}
static void begin(Room *room, int64_t row, double now) {
    Contact *contact = room->contacts + row;
    const World *world = room->world;
    int64_t class_ = contact->class_;
    Tally *tally = room->tallies + class_ * world->slots + contact->slot;
    double talk = drawn(world->talk + class_, contact->name, TALK), wrap = drawn(world->wrap + class_, contact->name, WRAP);
    double wait = now - contact->queued;
    room->at_work++;
    tally->answered += 1;
    if (wait <= world->limit[class_]) tally->within += 1;
    if (wait > 0) { tally->waited += 1; tally->wait_answered += wait; }
    tally->wait_caller += now - contact->arrived;
    tally->talk += talk;
    tally->wrap += wrap;
    spread(room, now, now + talk + wrap);
    push(room, now + talk + wrap, code(FREED, 0, 0));
    give_back(room, row);
}
static void serve(Room *room, double now) {
    for (int64_t free = room->on_duty - room->at_work; free > 0; free--) {
        int64_t class_ = 0;
        while (class_ < CLASSES && (room->length[class_] == 0 || free <= room->world->reserve[class_])) class_++;
        if (class_ == CLASSES) return;
        int64_t row = room->head[class_];
        take_out(room, class_, row);
        begin(room, row, now);
    }
}
static void join(Room *room, int64_t row, double now) {
    Contact *contact = room->contacts + row;
    int64_t class_ = contact->class_;
    Tally *tally = room->tallies + class_ * room->world->slots + room->slot;
    contact->slot = room->slot;
    contact->queued = now;
    tally->offered += 1;
    if (contact->attempt == 1) tally->first_attempts += 1;
    if (room->on_duty - room->at_work > room->world->reserve[class_]) { begin(room, row, now); return; }
    contact->before = room->tail[class_];
    contact->after = -1;
    if (contact->before < 0) room->head[class_] = row; else room->contacts[contact->before].after = row;
    room->tail[class_] = row;
    room->length[class_]++;
    double patience = drawn(room->world->patience + class_, contact->name, PATIENCE);
    if (patience < 1e300) push(room, now + patience, code(GAVE_UP, row, contact->version));
}
static void gives_up(Room *room, int64_t row, double now) {
    Contact *contact = room->contacts + row;
    const World *world = room->world;
    int64_t class_ = contact->class_;
    Tally *tally = room->tallies + class_ * world->slots + contact->slot;
    take_out(room, class_, row);
    tally->abandoned += 1;
    tally->waited += 1;
    tally->wait_abandoned += now - contact->queued;
    if (now - contact->queued <= world->brief[class_]) tally->short_abandoned += 1;
    if (contact->attempt < world->attempts[class_] && uniform(contact->name, REDIAL) < world->redial_share[class_]) {
        double after = drawn(world->redial + class_, contact->name, REDIAL_DELAY);
        contact->attempt++;
        contact->name = mix(contact->name + GOLDEN);
        contact->version++;
        push(room, now + after, code(RETURNS, row, contact->version));
    } else give_back(room, row);
}

/* Runs a room; 1 where rows ran out. mean: classes × slots; staff: slots; tallies: classes × slots; busy: slots. */
int run(const World *world, const double *mean, const int64_t *staff, Tally *tallies, double *busy, int64_t rows) {
    Room room = {.world = world, .tallies = tallies, .busy = busy, .events = malloc(sizeof(Event) * rows * 4),
                 .contacts = calloc(rows, sizeof(Contact))};
    double coming[CLASSES], now = 0, boundary = 0, last = world->slots * world->slot_seconds + world->run_out, soonest = INFINITY;
    uint64_t key[CLASSES], number[CLASSES];
    double gap[CLASSES];
    int64_t slot = -1, first = 0, full = 0;
    for (int64_t c = 0; c < CLASSES; c++) room.head[c] = room.tail[c] = -1;
    for (int64_t row = 0; row < rows; row++) room.contacts[row].unused = row + 1 < rows ? row + 1 : -1;
    while (!full) {
        double event_at = room.event_count ? room.events[0].at : INFINITY;
        if (boundary <= soonest && boundary <= event_at) {
            if (boundary == INFINITY) break;
            now = boundary;
            boundary = ++slot < world->slots ? (slot + 1) * world->slot_seconds : INFINITY;
            for (int64_t c = 0; c < CLASSES; c++) {
                coming[c] = INFINITY;
                if (slot == world->slots) continue;
                number[c] = 0;
                key[c] = mix(named(named(world->seed, c + 1), slot + 1));
                gap[c] = world->slot_seconds / mean[c * world->slots + slot];
                double at = now - log(uniform(named(key[c], 0), GAP)) * gap[c];
                if (at < boundary) coming[c] = at;
            }
            if (slot < world->slots) { room.slot = slot; room.on_duty = staff[slot]; serve(&room, now); }
        } else if (soonest <= event_at) {
            now = soonest;
            int64_t row = room.unused;
            if (row < 0) { full = 1; break; }
            Contact *contact = room.contacts + row;
            room.unused = contact->unused;
            contact->name = named(key[first], number[first]);
            contact->class_ = first;
            contact->attempt = 1;
            contact->arrived = now;
            join(&room, row, now);
            double at = now - log(uniform(named(key[first], ++number[first]), GAP)) * gap[first];
            coming[first] = at < boundary ? at : INFINITY;
        } else if (event_at <= last) {
            now = event_at;
            int64_t event = pop(&room), kind = event & 15, row = event >> 4 & 0xFFFFFF, version = event >> 28;
            if (kind == FREED) { room.at_work--; serve(&room, now); }
            else if (room.contacts[row].version == version) {
                if (kind == GAVE_UP) gives_up(&room, row, now);
                else { room.contacts[row].arrived = now; join(&room, row, now); }
            }
        } else break;
        first = 0;
        for (int64_t c = 1; c < CLASSES; c++) if (coming[c] < coming[first]) first = c;
        soonest = coming[first];
    }
    free(room.events);
    free(room.contacts);
    return (int)full;
}

"""What was measured, as the tables of RESULTS.md."""

import statistics


def _median(loads, figure="rate"):
    return statistics.median(getattr(load, figure) for load in loads)


def _table(head, rows):
    lines = [head, *rows]
    lines.insert(1, ["---"] * len(head))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def rates(peers, runs):
    """Requests a second, with the ratio to the floor."""
    has_floor = any(peer.name == "floor" for peer in peers)
    rows = []
    for route, by_peer in runs.items():
        row = [route]
        for peer in peers:
            rate = _median(by_peer[peer.name])
            ratio = f" ({rate / _median(by_peer['floor']):.2f})" if has_floor else ""
            row.append(f"{rate:,.0f}{ratio}")
        rows.append(row)
    return _table(["route", *(peer.title for peer in peers)], rows)


def ratios(peers, runs):
    """The ratio of Apus to each other, round by round: median, lowest and highest."""
    others = [peer for peer in peers if peer.name != "apus"]
    rows = []
    for route, by_peer in runs.items():
        row = [route]
        for peer in others:
            pairs = [a.rate / b.rate for a, b in zip(by_peer["apus"], by_peer[peer.name])]
            row.append(f"{statistics.median(pairs):.2f} ({min(pairs):.2f}–{max(pairs):.2f})")
        rows.append(row)
    return _table(["route", *(f"Apus ÷ {peer.title}" for peer in others)], rows)


def latencies(peers, runs):
    """The 99th percentile in milliseconds at as many requests as the server can answer, with the
    ratio to the floor."""
    shown = [peer for peer in peers if peer.connections == 64]
    has_floor = any(peer.name == "floor" for peer in peers)
    rows = []
    for route, by_peer in runs.items():
        row = [route]
        for peer in shown:
            p99 = _median(by_peer[peer.name], "p99")
            ratio = f" ({p99 / _median(by_peer['floor'], 'p99'):.2f})" if has_floor else ""
            row.append(f"{p99:.2f}{ratio}")
        rows.append(row)
    return _table(["route", *(peer.title for peer in shown)], rows)


def cores(peers, runs):
    """Requests a second with two workers, with the ratio of Apus to each."""
    rows = []
    for peer in peers:
        row = [peer.title]
        for by_peer in runs.values():
            loads = by_peer.get(peer.name)
            if not loads:
                row.append("–")
                continue
            pairs = [a.rate / b.rate for a, b in zip(by_peer["apus-2"], loads)]
            row.append(f"{_median(loads):,.0f} ({statistics.median(pairs):.2f})")
        rows.append(row)
    return _table(["two workers", *runs], rows)


def worker(figures):
    return (
        f"A server from exec to its first answer: {figures.start:.0f} ms. From a worker's death to "
        f"its successor's first answer, fork, exec and boot between: {figures.respawn:.0f} ms. "
        f"Resident memory of a worker after its first answer: {figures.memory:.1f} MB, of which "
        f"{figures.own:.1f} MB are its own and the rest are pages of files that workers share.")


def idle(figures):
    return (
        f"{figures.count:,} idle keep-alive connections in one worker: {figures.after:.1f} MB "
        f"resident, {figures.before:.1f} MB before them.")


def _span(loads):
    """Median, lowest and highest of the 99th percentiles that there are."""
    times = [load.p99 for load in loads if load.rate]
    if not times:
        return "no answer"
    return f"{statistics.median(times):.2f} ({min(times):.2f}–{max(times):.2f})"


def slow(figures):
    """What slow clients cost the others: a row for each server."""
    rows = []
    for one in figures:
        after = "the worker was killed" if one.after is None else f"{one.after:.1f}"
        rows.append([
            one.peer.title, _span(one.alone), _span(one.beside),
            f"{_median(one.alone):,.0f}", f"{_median(one.beside):,.0f}", f"{one.before:.1f}", after,
            f"{one.lost:.0f}"])
    return _table(
        ["", "p99 alone", "p99 beside them", "requests a second alone", "beside them",
         "memory before", "beside them", "slow connections lost"], rows)

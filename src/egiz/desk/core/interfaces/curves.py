"""The two curves of a job at work, drawn on the server: best so far and bound, closing in on each other."""

from dataclasses import dataclass

WIDTH, HEIGHT, PAD = 640, 180, 10

Point = tuple[float, float]


@dataclass(frozen=True)
class Curves:
    best: str
    bound: str
    last_best: float | None
    last_bound: float | None
    seconds: float
    width: int = WIDTH
    height: int = HEIGHT


def draw(curve: list[list[float | None]]) -> Curves | None:
    """Turn [seconds, best, bound] points into two step lines; nothing when there is no line to draw."""
    best = [(point[0] or 0.0, point[1]) for point in curve if point[1] is not None]
    bound = [(point[0] or 0.0, point[2]) for point in curve if point[2] is not None]
    values = [value for _, value in best + bound]
    seconds = max((point[0] or 0.0 for point in curve), default=0.0)
    if len(values) < 2 or seconds <= 0:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1.0

    def place(x: float, y: float) -> Point:
        across = PAD + x / seconds * (WIDTH - 2 * PAD)
        return round(across, 1), round(HEIGHT - PAD - (y - low) / span * (HEIGHT - 2 * PAD), 1)

    return Curves(
        best=_steps([place(x, y) for x, y in best], WIDTH - PAD),
        bound=_steps([place(x, y) for x, y in bound], WIDTH - PAD),
        last_best=best[-1][1] if best else None,
        last_bound=bound[-1][1] if bound else None,
        seconds=seconds,
    )


def _steps(points: list[Point], end: float) -> str:
    if not points:
        return ""
    path = f"M{points[0][0]} {points[0][1]}"
    for x, y in points[1:]:
        path += f"H{x}V{y}"
    return f"{path}H{end}"

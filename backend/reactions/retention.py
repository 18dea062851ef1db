"""What goes by itself when its time is over: texts of cases, and proposals that nobody chose."""

from dataclasses import dataclass

from backend.reactions.forgetting import Forgetting
from projections import due


@dataclass(frozen=True, slots=True)
class Retention:
    """Keeps the terms that the view tells."""

    forgetting: Forgetting

    async def round(self) -> int:
        """Demand the erasure of what is due today or before; return how many cases that were."""
        today = self.forgetting.clock.now().date()
        async with self.forgetting.views.everywhere() as connection:
            over = await due.until(connection, today)
        for case in over:
            await self.forgetting.demand(case.tenant, case.session, case.case, keeps=case.keeps)
        return len(over)

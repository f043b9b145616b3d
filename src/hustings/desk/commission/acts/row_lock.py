"""Acts at one sitting follow one another: the sitting's row is locked first, then the item's."""

from hustings.desk.commission.models import Item, Sitting


def locked_sitting(pk: int) -> Sitting:
    """The sitting, held until the transaction ends."""
    return Sitting.objects.select_for_update(of=("self",)).select_related("election").get(pk=pk)


def locked_item(pk: int) -> tuple[Sitting, Item]:
    """The item and its sitting, held until the transaction ends; always in this order."""
    sitting = locked_sitting(Item.objects.values_list("sitting", flat=True).get(pk=pk))
    item = (
        Item.objects.select_for_update(of=("self",))
        .select_related("case__election", "sitting")
        .get(pk=pk)
    )
    return sitting, item

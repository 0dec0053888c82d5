from web.charts.columns import HEIGHT, WIDE, column_chart


def test_columns_stand_on_zero_and_a_month_that_is_not_known_has_none() -> None:
    chart = column_chart([100, None, 50, 0], top=100)

    assert [(column.x, column.y, column.height, column.is_last) for column in chart.columns] == [
        (0, 0.0, HEIGHT, False),
        (500, HEIGHT / 2, HEIGHT / 2, False),
        (750, HEIGHT, 0.0, True),
    ]


def test_nothing_one_and_very_many_months_can_be_drawn() -> None:
    assert column_chart([], top=1).columns == ()
    assert [column.height for column in column_chart([0], top=0).columns] == [0.0]
    many = column_chart([10**12] * 2000, top=10**12).columns
    assert (len(many), {column.width for column in many}) == (2000, {1})
    assert all(column.x + column.width <= WIDE for column in many)

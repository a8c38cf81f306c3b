from crm_desktop.queries.ordering import find_products


def test_the_product_of_exactly_this_number_comes_before_newer_ones_that_begin_with_it(make_product):
    for sku in ("Z-1", "Z-10", "Z-11"):
        make_product(sku)
    assert [product.sku for product in find_products("z-1 ")] == ["Z-1", "Z-11", "Z-10"]

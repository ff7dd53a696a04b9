"""Orders, of plans that are paid for."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

ORDER_APP_NOT_FOUND = _entry("ORDER_APP_NOT_FOUND", 5000,
    "获取订单对应应用失败", "Failed to obtain the corresponding application of the order", 404, "docs")
ORDER_NOT_FOUND = _entry("ORDER_NOT_FOUND", 5001, "订单不存在", "Order does not exist", 404, "docs")
ORDER_FAILED = _entry("ORDER_FAILED", 5022, "创建订单失败", "Failed to create order", 422, "docs")
ALIPAY_ORDER_FAILED = _entry("ALIPAY_ORDER_FAILED", 5023,
    "创建支付宝订单失败", "Failed to create Alipay order", 422, "docs")
ORDER_FAILED_UNKNOWN = _entry("ORDER_FAILED_UNKNOWN", 5024,
    "创建订单失败，未知错误", "Failed to create order, unknown error", 500, "docs")
ORDER_PRICE_ILLEGAL = _entry("ORDER_PRICE_ILLEGAL", 5025,
    "创建订单失败：价格不合法", "Failed to create order: the price is illegal", 400, "docs")

# fmt: on

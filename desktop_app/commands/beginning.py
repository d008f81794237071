"""Commands that make a data folder: init for a shop, demo with invented data."""

from __future__ import annotations

from argparse import ArgumentParser

from desktop_app.commands.parsing import count, whole_number
from desktop_app.commands.shape import Answer, Call

DEMO_NAME = DEMO_PASSWORD = "demo"
DEMO_VEHICLES, DEMO_SEED = 500, 7


def init_arguments(parser: ArgumentParser) -> None:
    """``init --shop NAME [--brand NAME]``, the account by ``--user``."""
    parser.add_argument("--shop", required=True, metavar="NAME", help="店名，印在表格和报表上")
    parser.add_argument("--brand", default="", metavar="NAME", help="经营的品牌")


def init(call: Call) -> Answer:
    """Make a new data folder with its first manager account."""
    from desktop_app.data_folder import close_folder, create

    name, password = call.credentials()
    shop, brand = call.options.shop, call.options.brand
    made = create(call.folder, name, password, shop=shop, brand=brand, clock=call.clock)
    close_folder(made.session)
    text = f"已建立 {call.folder}。恢复码（请打印后锁进保险柜，不会再显示）：\n{made.recovery_code}"
    return Answer({"recovery_code": made.recovery_code}, text)


def demo_arguments(parser: ArgumentParser) -> None:
    """``demo [--vehicles 500] [--seed 7]``."""
    parser.add_argument("--vehicles", type=count, default=DEMO_VEHICLES, metavar="N", help="几辆车（500）")
    parser.add_argument(
        "--seed", type=whole_number, default=DEMO_SEED, metavar="N", help="同一个数生成同样的数据（7）"
    )


def demo(call: Call) -> Answer:
    """Fill an empty data folder with invented data; account demo, password demo."""
    from desktop_app.data_folder import close_folder, create
    from desktop_app.demonstration import BRAND, SHOP, fill

    session = create(call.folder, DEMO_NAME, DEMO_PASSWORD, shop=SHOP, brand=BRAND, clock=call.clock).session
    try:
        with session.connected():
            made = fill(session, vehicles=call.options.vehicles, seed=call.options.seed)
    finally:
        close_folder(session)
    data = {"vehicles": made.vehicles, "callbacks": made.callbacks, "complaints": made.complaints}
    what = f"{made.vehicles} 份档案、{made.callbacks} 个回访、{made.complaints} 件投诉"
    return Answer(data, f"已生成演示数据：{what}。账号 demo，密码 demo。")

// Draws the list of stages on the 工作台 as a chart. The list, drawn by the server, is the only source of the numbers
// and of where a bar leads; it stays below the chart, for the keyboard and for readers of screens.
(() => {
  "use strict";
  const box = document.getElementById("stage-chart");
  const list = document.getElementById("stage-list");
  if (!box || !list || !window.echarts)
    return;
  const stages = [...list.querySelectorAll("li")].map(item => ({
    name: item.querySelector("a").textContent,
    href: item.querySelector("a").getAttribute("href"),
    value: Number(item.querySelector(".number").textContent),
  }));
  const font = getComputedStyle(document.body);
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  box.hidden = false;
  box.style.height = `${stages.length * 34 + 16}px`;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `各阶段项目数：${stages.map(stage => `${stage.name}${stage.value}个`).join("，")}`);
  list.open = false;

  const chart = echarts.init(box);
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: font.fontFamily, fontSize: 14, color: colour("--ink") },
    grid: { left: 0, right: 44, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { type: "value", show: false, minInterval: 1 },
    yAxis: {
      type: "category",
      inverse: true,
      triggerEvent: true,
      data: stages.map(stage => stage.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colour("--blue"), fontSize: 14 },
    },
    series: [{
      type: "bar",
      data: stages,
      barMaxWidth: 18,
      barMinHeight: 3,
      itemStyle: { color: colour("--brand"), borderRadius: 2 },
      emphasis: { itemStyle: { color: colour("--blue") } },
      label: { show: true, position: "right", color: colour("--ink"), fontSize: 14 },
    }],
  });
  // A bar, its number and its name lead to the projects of the stage.
  chart.on("click", what => {
    const stage = what.componentType === "yAxis" ? stages.find(it => it.name === what.value) : stages[what.dataIndex];
    if (stage)
      location.assign(stage.href);
  });
  new ResizeObserver(() => chart.resize()).observe(box);
})();

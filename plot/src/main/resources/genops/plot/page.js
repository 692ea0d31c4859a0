/* Draws the figures of the page, again where the colour scheme or the width changes, and for print. */
(function () {
  'use strict';
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var print = window.matchMedia('print');

  function draw(plot) {
    var old = echarts.getInstanceByDom(plot);
    var legend = old && old.getOption().legend;
    if (old) {
      old.dispose();
    }
    var light = print.matches || !dark.matches;
    var chart = echarts.init(plot, light ? figures.light : figures.dark, {renderer: 'svg'});
    chart.setOption(figures.revive(JSON.parse(plot.nextElementSibling.textContent)));
    if (legend && legend.length) {
      chart.setOption({legend: {selected: legend[0].selected}});
    }
    plot.dataset.rendered = chart.getOption().series.length;
  }

  function drawAll() {
    document.querySelectorAll('.plot').forEach(draw);
  }

  drawAll();
  dark.addEventListener('change', drawAll);
  print.addEventListener('change', drawAll);
  new ResizeObserver(function () {
    document.querySelectorAll('.plot').forEach(function (plot) {
      echarts.getInstanceByDom(plot).resize();
    });
  }).observe(document.querySelector('main'));
})();

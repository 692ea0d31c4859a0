/* Draws the series of a history as they come into view, filtered by what is chosen. */
(function () {
  'use strict';
  var HEIGHT = 190;
  var COLOUR = '#0072B2';
  var STEP = '#D55E00';
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var print = window.matchMedia('print');
  var form = document.querySelector('form');
  var list = document.getElementById('series');
  var history = JSON.parse(document.getElementById('history').textContent);

  function escape(text) {
    return String(text).replace(/&/g, '&amp;').replace(/[<]/g, '&lt;').replace(/>/g, '&gt;');
  }

  function time(nanoseconds) {
    return figures.format.seconds(parseFloat((nanoseconds / 1e9).toPrecision(3)));
  }

  function ratio(value) {
    return parseFloat(value.toPrecision(4)).toString();
  }

  function percent(ratio) {
    return (ratio > 1 ? '+' : '') + parseFloat((100 * (ratio - 1)).toPrecision(3)) + ' %';
  }

  function error(series, i) {
    return Math.max(series.errors[i], 0) / 1000 * series.values[i];
  }

  function tip(series, i) {
    var run = history.runs[series.nights[i]];
    return [new Date(run[0]).toISOString().substring(0, 16).replace('T', ' ') + ' UTC',
      (series.reference ? ratio : time)(series.values[i]) + (series.errors[i] < 0 ? ' ± ?' : ' ± ' + series.errors[i] / 10 + ' %'),
      'commit ' + run[1].substring(0, 12), history.machines[run[2]], run[3] ? 'suspect: ' + run[3] : '']
      .filter(Boolean).map(escape).join('<br>');
  }

  function option(series) {
    var at = series.nights.map(function (night) { return history.runs[night][0]; });
    function curve(value) {
      return series.values.map(function (t, i) { return [at[i], value(t, i)]; });
    }
    function edge(more) {
      return Object.assign({type: 'line', stack: 'interval', symbol: 'none', silent: true, lineStyle: {opacity: 0},
        tooltip: {show: false}, stackStrategy: 'all'}, more);
    }
    return {
      animation: false, grid: {left: 76, right: 24, top: 24, bottom: 26},
      tooltip: {trigger: 'item', confine: true},
      xAxis: {type: 'time'}, yAxis: {type: 'value', scale: true, axisLabel: {formatter: series.reference ? ratio : time}},
      series: [
        edge({data: curve(function (t, i) { return t - error(series, i); })}),
        edge({data: curve(function (t, i) { return 2 * error(series, i); }), areaStyle: {color: COLOUR, opacity: 0.18}}),
        {
          type: 'line', color: COLOUR, symbol: 'circle', symbolSize: 5, showAllSymbol: true, lineStyle: {width: 1},
          data: series.values.map(function (t, i) {
            var suspect = history.runs[series.nights[i]][3];
            return {value: [at[i], t], tooltip: {formatter: tip(series, i)},
              itemStyle: suspect ? {color: 'transparent', borderColor: COLOUR, borderWidth: 1} : {}};
          }),
          markLine: {
            silent: true, symbol: 'none', lineStyle: {type: 'dashed', color: STEP},
            data: series.steps.map(function (s) {
              return {xAxis: history.runs[s[0]][0], label: {formatter: percent(s[1]), color: STEP}};
            })
          }
        }]
    };
  }

  function draw(plot) {
    clear(plot);
    var chart = echarts.init(plot, print.matches || !dark.matches ? figures.light : figures.dark, {renderer: 'svg'});
    var series = history.series[plot.dataset.series];
    chart.setOption(option(plot.dataset.ratios ? series.ratios[plot.dataset.ratios] : series));
    plot.dataset.rendered = 'true';
  }

  function clear(plot) {
    var old = echarts.getInstanceByDom(plot);
    if (old) {
      old.dispose();
      delete plot.dataset.rendered;
    }
  }

  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      (entry.isIntersecting ? draw : clear)(entry.target);
    });
  }, {rootMargin: '400px'});

  function element(parent, name, text) {
    var child = document.createElement(name);
    child.textContent = text || '';
    parent.appendChild(child);
    return child;
  }

  function wanted(series) {
    var chosen = form.elements;
    return (!chosen.model.value || series.models.indexOf(chosen.model.value) >= 0)
      && (!chosen.operator.value || series.operator === chosen.operator.value)
      && (!chosen.kernel.value || series.kernel === chosen.kernel.value)
      && series.shape.indexOf(chosen.shape.value.trim()) >= 0
      && (!chosen.changed.checked || series.steps.length > 0 || series.ratios.some(function (r) { return r.steps.length > 0; }));
  }

  function course(figure, series, i) {
    series.steps.forEach(function (s) {
      var night = new Date(history.runs[s[0]][0]).toISOString().substring(0, 10);
      element(figure, 'p', night + ': ' + percent(s[1]) + ', ' + s[2]).className = 'step';
    });
    var plot = element(figure, 'div');
    plot.className = 'plot';
    plot.style.height = HEIGHT + 'px';
    plot.dataset.series = i;
    seen.observe(plot);
    return plot;
  }

  function show() {
    seen.disconnect();
    list.querySelectorAll('.plot').forEach(clear);
    list.textContent = '';
    var count = 0;
    history.series.forEach(function (series, i) {
      if (!wanted(series)) {
        return;
      }
      count++;
      var figure = element(list, 'figure');
      element(figure, 'h3', series.name);
      course(figure, series, i);
      series.ratios.forEach(function (ratios, place) {
        element(figure, 'h4', 'time over that of ' + ratios.reference + ', in pairs');
        course(figure, ratios, i).dataset.ratios = place;
      });
    });
    form.querySelector('output').textContent = count + ' of ' + history.series.length;
  }

  function again() {
    list.querySelectorAll('.plot[data-rendered]').forEach(draw);
  }

  form.addEventListener('input', show);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  dark.addEventListener('change', again);
  print.addEventListener('change', again);
  window.addEventListener('resize', again);
  show();
})();

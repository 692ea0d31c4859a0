/* What options of figures cannot say in JSON. Runs on the page and in the JVM that writes the SVG files, hence no newer than ES5. */
var figures = (function () {
  'use strict';

  var PREFIXES = [[1e18, 'E'], [1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'],
    [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n']];

  function short(value) {
    return String(parseFloat(value.toPrecision(3)));
  }

  function si(value) {
    for (var i = 0; i < PREFIXES.length; i++) {
      if (Math.abs(value) >= PREFIXES[i][0] * 0.9995) {
        return short(value / PREFIXES[i][0]) + (PREFIXES[i][1] ? ' ' + PREFIXES[i][1] : '');
      }
    }
    return value === 0 ? '0' : short(value);
  }

  function plain(value) {
    return String(parseFloat(value.toPrecision(12)));
  }

  function seconds(value) {
    if (value >= 1) {
      return plain(value) + ' s';
    }
    var text = si(value);
    return text + (/[a-zµ]$/.test(text) ? 's' : ' s');
  }

  function times(value) {
    return short(value) + '×';
  }

  function percent(value) {
    return short(100 * value) + ' %';
  }

  /* data: [category, low, high, pixels below the middle of the category] */
  function errorBar(params, api) {
    var low = api.coord([api.value(1), api.value(0)]);
    var high = api.coord([api.value(2), api.value(0)]);
    var y = low[1] + api.value(3);
    var style = {stroke: api.visual('color'), lineWidth: 1.5, fill: 'none'};
    function stroke(x1, y1, x2, y2) {
      return {type: 'line', shape: {x1: x1, y1: y1, x2: x2, y2: y2}, style: style};
    }
    return {
      type: 'group',
      children: [stroke(low[0], y, high[0], y), stroke(low[0], y - 4, low[0], y + 4), stroke(high[0], y - 4, high[0], y + 4)]
    };
  }

  var FORMATTERS = {plain: plain, si: si, seconds: seconds, times: times, percent: percent};

  function list(value) {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  }

  /* replaces the names of functions by the functions */
  function revive(option) {
    list(option.xAxis).concat(list(option.yAxis)).forEach(function (axis) {
      var label = axis.axisLabel;
      if (label && FORMATTERS[label.formatter]) {
        label.formatter = FORMATTERS[label.formatter];
      }
    });
    list(option.series).forEach(function (series) {
      if (series.renderItem === 'errorBar') {
        series.renderItem = errorBar;
      }
    });
    return option;
  }

  function theme(text, line, background) {
    var axis = {
      axisLine: {show: true, lineStyle: {color: text}}, axisTick: {lineStyle: {color: text}}, axisLabel: {color: text},
      nameTextStyle: {color: text}, splitLine: {lineStyle: {color: line}}
    };
    return {
      backgroundColor: 'transparent', textStyle: {color: text, fontFamily: 'sans-serif'}, title: {textStyle: {color: text}},
      legend: {textStyle: {color: text}, inactiveColor: line}, categoryAxis: axis, valueAxis: axis, logAxis: axis,
      tooltip: {backgroundColor: background, borderColor: text, textStyle: {color: text}},
      markLine: {lineStyle: {color: text}, label: {color: text}}
    };
  }

  return {
    revive: revive,
    format: FORMATTERS,
    light: theme('#333333', '#dddddd', '#ffffff'),
    dark: theme('#d8d8d8', '#444444', '#1b1d21'),

    /* an SVG document, without a browser */
    svg: function (option, width, height) {
      var chart = echarts.init(null, figures.light, {renderer: 'svg', ssr: true, width: width, height: height});
      try {
        chart.setOption(revive(option));
        return chart.renderToSVGString();
      } finally {
        chart.dispose();
      }
    }
  };
})();

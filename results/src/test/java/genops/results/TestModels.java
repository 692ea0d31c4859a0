package genops.results;

import genops.shapes.model.Arguments;
import genops.shapes.model.Family;
import genops.shapes.model.Model;
import genops.shapes.model.Parameter;
import genops.shapes.model.Pass;
import genops.shapes.model.Phase;
import genops.shapes.model.Pipeline;
import genops.shapes.model.Stage;
import genops.shapes.network.Facts;
import genops.shapes.operator.Operator;
import genops.shapes.trace.Call;
import genops.shapes.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models of one stage with a few calls, whose times can be computed by hand. */
public final class TestModels {

    private TestModels() {}

    private record Synthetic(String name, Family family, Trace trace, int steps) implements Model {

        @Override
        public String title() {
            return name;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public List<Stage> stages(Arguments arguments, Facts facts) {
            return List.of(new Stage("network", List.of(new Pass(Phase.PREFILL_LIKE, steps, trace)), Optional.empty()));
        }
    }

    /** A model of one stage that runs these calls in every step. */
    public static Pipeline model(String name, Family family, int steps, Call... calls) {
        return new Synthetic(name, family, new Trace(List.of(calls), Map.of()), steps).build();
    }

    public static Call call(Operator operator, String kind) {
        return new Call(operator, kind);
    }
}

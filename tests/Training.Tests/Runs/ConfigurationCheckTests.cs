using Foldline.Sequences;

namespace Foldline.Training.Runs;

/// <summary>What a training configuration cannot mean is refused by name, before anything starts.</summary>
public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly string _path = Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N") + ".json");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("\"optimisation\": { \"schedule\": { \"kind\": \"constant\", \"rate\": -1 } }", "optimisation.schedule gives the learning rate -1 in step 0")]
    [InlineData("\"optimisation\": { \"schedule\": { \"kind\": \"linear\", \"rate\": 1 } }", "the schedule 'linear' is not known")]
    [InlineData("\"optimisation\": { \"averageDecay\": 1 }", "optimisation.averageDecay is 1")]
    [InlineData("\"optimisation\": { \"clipNorm\": -2 }", "optimisation.clipNorm is -2")]
    [InlineData("\"stepz\": 3", "there is no setting 'stepz'")]
    [InlineData("\"dropout\": 1.5", "dropout is 1.5")]
    [InlineData("\"alignmentDropRate\": 2", "alignmentDropRate is 2")]
    [InlineData("\"evaluationSteps\": 0", "evaluationSteps is 0")]
    [InlineData("\"diffusionChunk\": 0", "diffusionChunk is 0")]
    [InlineData("\"evaluateEvery\": -1", "evaluateEvery is -1")]
    [InlineData("\"cycles\": 0", "cycles is 0")]
    public void An_impossible_setting_is_named(string setting, string sentence) => Refused(setting, weight: 1).ShouldContain(sentence);

    [Theory]
    [InlineData(0, "all entries have weight 0")]
    [InlineData(-1, "the weight of a is -1")]
    public void Weights_that_draw_nothing_are_refused(double weight, string sentence) => Refused("\"seed\": 1", weight).ShouldContain(sentence);

    [Fact]
    public void A_sound_configuration_is_read() => Load("\"seed\": 7", weight: 2).Seed.ShouldBe(7);

    private string Refused(string setting, double weight)
    {
        var message = Should.Throw<InputException>(() => Load(setting, weight)).Message;
        message.ShouldContain(_path);
        return message;
    }

    private TrainingConfiguration Load(string setting, double weight)
    {
        File.WriteAllText(_path, $$"""{ "model": "foldline-demo", "steps": 4, {{setting}}, "entries": [ { "name": "a", "structure": "b", "weight": {{weight}} } ] }""");
        return TrainingConfiguration.Load(_path);
    }
}

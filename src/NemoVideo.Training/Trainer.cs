namespace NemoVideo.Training;

/// <summary>
/// Trains a multinomial logistic regression by stochastic gradient descent (AdaGrad). The result is the same on each run and on each
/// machine: fixed order, one thread, and only exactly rounded operations.
/// </summary>
internal sealed class Trainer
{
    private const uint Seed = 12345;
    private const float NegligibleGradient = 1e-5f;

    private readonly TrainingOptions _options;
    private readonly string[] _labels;
    private readonly FeatureIndex _index;
    private readonly List<TrainingExample> _examples = [];
    private readonly float[] _weights;
    private readonly float[] _squares;

    private Trainer(IEnumerable<LabeledSentence> sentences, TrainingOptions options)
    {
        var single = sentences.SelectMany(sentence => sentence.ForTraining(options.IsBinary)).ToList();
        _options = options;
        _index = new FeatureIndex(options.Kinds);
        _labels = [.. single.Select(static sentence => sentence.Label).Distinct().Order(StringComparer.Ordinal)];
        foreach (var sentence in single)
        {
            AddExample(sentence);
        }

        _weights = new float[_index.Hashes.Count * _labels.Length];
        _squares = new float[_weights.Length];
    }

    /// <summary>Trains a model.</summary>
    public static ModelWeights Train(IEnumerable<LabeledSentence> sentences, TrainingOptions options)
    {
        var trainer = new Trainer(sentences, options);
        var order = Enumerable.Range(0, trainer._examples.Count).ToArray();
        var random = new PseudoRandom(Seed);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var example in order)
            {
                trainer.Learn(trainer._examples[example].Without(options.Dropout, random));
            }
        }

        return new ModelQuantizer(trainer._labels, trainer._index, trainer._weights).Quantize(options);
    }

    private void AddExample(LabeledSentence sentence)
    {
        var label = Array.IndexOf(_labels, sentence.Label);
        var ofLabel = sentence.IsTalk ? _options.TalkImportance : sentence.Label == LabeledSentence.Edit ? 1 : _options.FreeImportance;
        var importance = ofLabel * (sentence.IsContract ? _options.ContractImportance : 1);
        _examples.Add(_index.CreateExample(sentence.Sentence, label, importance));
    }

    private void Learn(TrainingExample example)
    {
        var probabilities = ProbabilitiesOf(example);
        for (var label = 0; label < _labels.Length; label++)
        {
            var gradient = (probabilities[label] - (label == example.Label ? 1 : 0)) * example.Importance;
            if (MathF.Abs(gradient) > NegligibleGradient)
            {
                Update(example, label, gradient);
            }
        }
    }

    private void Update(TrainingExample example, int label, float gradient)
    {
        for (var i = 0; i < example.Features.Length; i++)
        {
            var weight = (example.Features[i] * _labels.Length) + label;
            var slope = (gradient * example.Values[i]) + (_options.Regularization * _weights[weight]);
            _squares[weight] += slope * slope;
            _weights[weight] -= _options.Rate * slope / (MathF.Sqrt(_squares[weight]) + 1e-6f);
        }
    }

    private float[] ProbabilitiesOf(TrainingExample example)
    {
        var scores = new float[_labels.Length];
        for (var i = 0; i < example.Features.Length; i++)
        {
            var first = example.Features[i] * scores.Length;
            for (var label = 0; label < scores.Length; label++)
            {
                scores[label] += example.Values[i] * _weights[first + label];
            }
        }

        var highest = scores.Max();
        var sum = 0f;
        for (var label = 0; label < scores.Length; label++)
        {
            sum += scores[label] = DeterministicMath.Exp(scores[label] - highest);
        }

        for (var label = 0; label < scores.Length; label++)
        {
            scores[label] /= sum;
        }

        return scores;
    }
}

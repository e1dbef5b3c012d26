using Foldline.Structures.Predictions;

namespace Foldline.Activities.Prediction;

/// <summary>The process's one loaded network on its one device. It is loaded at first use and stays; requests are served one at a time.</summary>
public interface IModelHost
{
    /// <summary>Which network with which weights; known before anything is loaded.</summary>
    ModelIdentity Identity { get; }

    /// <summary>The memory below which a target cannot be folded here, however it is cut into pieces, in bytes; 0 where that is not known.</summary>
    /// <param name="tokens">Tokens of the target.</param>
    /// <param name="msaRows">Rows of its alignment.</param>
    long LeastMemory(int tokens, int msaRows) => 0;

    /// <summary>Folds one seed. Each prediction is valid only until the consumer asks for the next: its logits stand on the device.</summary>
    /// <param name="request">What to fold.</param>
    /// <param name="consume">Takes each sample in turn.</param>
    /// <param name="progress">Hears of stages and steps.</param>
    /// <param name="cancellationToken">Stops between blocks and steps.</param>
    Task PredictAsync(PredictionRequest request, Action<Foldline.Structures.Predictions.Prediction> consume, IProgress<ActivityProgress> progress, CancellationToken cancellationToken);
}

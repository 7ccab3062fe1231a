namespace NemoVideo.Training;

/// <summary>Functions whose results are the same on each machine, because they use only exactly rounded operations.</summary>
internal static class DeterministicMath
{
    private const int Squarings = 6;
    private const int Terms = 14;

    /// <summary>The exponential function of a value that isn't positive, by a series and repeated squaring.</summary>
    public static float Exp(float value)
    {
        if (value < -40)
        {
            return 0;
        }

        var x = (double)value / (1 << Squarings);
        var sum = 1.0;
        var term = 1.0;
        for (var i = 1; i <= Terms; i++)
        {
            term *= x / i;
            sum += term;
        }

        for (var i = 0; i < Squarings; i++)
        {
            sum *= sum;
        }

        return (float)sum;
    }
}

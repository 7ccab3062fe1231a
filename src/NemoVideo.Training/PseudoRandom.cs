namespace NemoVideo.Training;

/// <summary>A generator of pseudo-random numbers whose sequence never changes, unlike that of <see cref="System.Random"/>.</summary>
internal sealed class PseudoRandom(uint seed)
{
    private uint _state = seed;

    /// <summary>A number from 0 to below the limit.</summary>
    public int Next(int limit)
    {
        unchecked
        {
            _state = (_state * 1664525) + 1013904223;
        }

        return (int)((_state >> 8) % (uint)limit);
    }

    public void Shuffle(int[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}

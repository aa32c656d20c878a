// The number beside a slider follows the hand; "Keep them" is a plain form post, not a trial.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (slider.type === "range") slider.nextElementSibling.value = slider.value;
});
